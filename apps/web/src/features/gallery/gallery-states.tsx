'use client'
/** What stands in the grid's place: on the way, nothing there, nothing found, no answer. */
import { Button } from '@vitrine/ui/button'
import { EmptyState } from '@vitrine/ui/empty-state'
import { Skeleton } from '@vitrine/ui/skeleton'
import { Camera, FolderUp, ImageUp, SearchX } from 'lucide-react'
import { BrandMark } from '../shell/brand-mark.tsx'
import { useUploads } from '../upload/upload-provider.tsx'

// Shapes as a usual library has them, so that the grid that comes looks like the one that was announced.
const ASPECTS = [1.5, 0.75, 1.33, 1.5, 1, 0.67, 1.78, 1.5, 1.33, 0.75, 1.5, 1.5, 0.8, 1.4, 1, 1.6]

/** Rows of blanks in the sizes of a grid. */
export function GridSkeleton({ targetHeight }: { targetHeight: number }) {
  return (
    <div
      role="status"
      aria-label="Loading images"
      className="flex max-h-[90dvh] min-h-[60dvh] flex-wrap content-start gap-1.5 overflow-hidden"
    >
      {[...ASPECTS, ...ASPECTS].map((aspect, index) => (
        <Skeleton
          // Blanks have no identity but their place.
          key={`${index}:${aspect}`}
          className="rounded-[5px]"
          style={{ height: targetHeight, flexGrow: aspect, flexBasis: aspect * targetHeight * 0.8 }}
        />
      ))}
    </div>
  )
}

/** A new library: what this is, and how to begin. */
export function EmptyLibrary() {
  const { pick } = useUploads()
  return (
    <div className="grid flex-1 place-items-center px-2 py-10">
      <div className="grid w-full max-w-2xl justify-items-center gap-5 rounded-2xl border border-line-strong border-dashed px-6 py-16 text-center sm:py-24">
        <BrandMark className="size-12" />
        <div className="grid gap-2">
          <h1 className="text-balance font-semibold text-2xl text-ink tracking-tight sm:text-3xl">
            Drop your pictures here
          </h1>
          <p className="mx-auto max-w-md text-pretty text-ink-soft leading-relaxed">
            Photos, receipts, screenshots, PDFs, whole folders. Each one is read on this machine and can then
            be found by what it shows and what is written on it. Nothing leaves the house.
          </p>
        </div>
        <div className="flex flex-wrap justify-center gap-2 pt-1">
          <Button variant="primary" size="lg" onClick={() => pick('files')}>
            <ImageUp aria-hidden />
            Choose files
          </Button>
          <Button size="lg" onClick={() => pick('folder')}>
            <FolderUp aria-hidden />
            Choose a folder
          </Button>
          <Button size="lg" className="hidden pointer-coarse:inline-flex" onClick={() => pick('camera')}>
            <Camera aria-hidden />
            Take a photo
          </Button>
        </div>
      </div>
    </div>
  )
}

/** A search that finds nothing. */
export function NoResults({ query, onClear }: { query: string; onClear: () => void }) {
  return (
    <EmptyState
      icon={<SearchX />}
      title="Nothing found"
      action={<Button onClick={onClear}>Show all images</Button>}
    >
      No image matches <strong className="break-words font-medium text-ink">{query}</strong>. Fewer words find
      more; <code className="font-medium text-ink">OR</code> between two finds either.
    </EmptyState>
  )
}
