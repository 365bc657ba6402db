'use client'
/** Pictures that arrive while somebody is asking: what is dropped or pasted onto the page is to be asked about. */
import { useEffect, useRef } from 'react'
import { useUploadState } from '../upload/upload-provider.tsx'
import type { UploadState } from '../upload/upload-state.ts'

/** The images that uploads became, but for those of uploads that were over before. */
function arrivedIn(
  { items }: UploadState,
  before: ReadonlySet<number>,
): { uploads: number[]; images: number[] } {
  const done = items.filter(({ id, phase }) => phase.name === 'done' && !before.has(id))
  return {
    uploads: done.map(({ id }) => id),
    images: done.flatMap(({ phase }) =>
      phase.name === 'done'
        ? phase.items.flatMap((item) => (item.outcome === 'rejected' ? [] : [item.id]))
        : [],
    ),
  }
}

export function useArrivals(onArrive: (imageIds: readonly number[]) => void): void {
  const uploads = useUploadState()
  const seen = useRef<Set<number> | null>(null)
  useEffect(() => {
    if (seen.current === null) {
      seen.current = new Set(uploads.items.filter(({ phase }) => phase.name === 'done').map(({ id }) => id))
      return
    }
    const arrived = arrivedIn(uploads, seen.current)
    for (const id of arrived.uploads) seen.current.add(id)
    if (arrived.images.length > 0) onArrive(arrived.images)
  }, [uploads, onArrive])
}
