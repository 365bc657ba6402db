'use client'
/** The pictures that a conversation speaks of, each asked for once and kept fresh by the events. */
import { useQueries } from '@tanstack/react-query'
import type { ImageDetail } from '@vitrine/contracts'
import { useTRPC } from '~/trpc/client.tsx'

/** A long conversation may have brought hundreds; so many of the newest are looked at for names and boxes. */
const MOST = 48

/** By id; one that is on its way, or is gone for good, is not in it. */
export type Pictures = ReadonlyMap<number, ImageDetail>

const byId = (answers: readonly { data: ImageDetail | undefined }[]): Pictures =>
  new Map(answers.flatMap(({ data }) => (data ? [[data.id, data] as const] : [])))

export function usePictures(ids: readonly number[]): Pictures {
  const trpc = useTRPC()
  return useQueries({
    queries: [...new Set(ids)].slice(-MOST).map((id) => trpc.images.byId.queryOptions({ id })),
    combine: byId,
  })
}
