'use client'
import { useQuery } from '@tanstack/react-query'
import { Button } from '@vitrine/ui/button'
import { EmptyState } from '@vitrine/ui/empty-state'
import { ErrorState } from '@vitrine/ui/error-state'
import { Skeleton } from '@vitrine/ui/skeleton'
import { ImageOffIcon } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
/** The image page in its states: loading, not there, failed to load, ready. */
import { messageOf } from '../live/error-message.ts'
import { searchHref, useSearchState } from '../search/search-state.ts'
import { ImageView } from './image-view.tsx'

/** Holds the places of stage and panel, so that nothing jumps. */
export function ImageSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading image"
      className="flex flex-col lg:-mb-(--dock-room) lg:h-[calc(100dvh-var(--header-height))] lg:flex-row"
    >
      <div className="flex flex-1 flex-col">
        <div className="flex h-12 items-center border-line border-b bg-surface px-4">
          <Skeleton className="h-4 w-48" />
        </div>
        <div className="h-[62dvh] bg-[oklch(0.16_0.003_270)] lg:h-auto lg:flex-1" />
      </div>
      <div className="flex flex-col gap-3 bg-surface p-4 lg:w-96 lg:border-line lg:border-l">
        <Skeleton className="h-5 w-24" />
        <Skeleton className="h-16 w-full" />
        <Skeleton className="h-5 w-32" />
        <Skeleton className="h-40 w-full" />
      </div>
    </div>
  )
}

/** A page without an image still has its heading, for those who walk by headings. */
function NoImage({ children }: { children: ReactNode }) {
  return (
    <>
      <h1 className="sr-only">Image</h1>
      {children}
    </>
  )
}

/** The page of one image. */
export function ImagePage({ id }: { id: number }) {
  const trpc = useTRPC()
  const { query, sort } = useSearchState()
  const image = useQuery(trpc.images.byId.queryOptions({ id }))
  if (image.data) return <ImageView image={image.data} />
  if (image.isPending) return <ImageSkeleton />
  if (image.error.data?.appError.code === 'not-found')
    return (
      <NoImage>
        <EmptyState
          icon={<ImageOffIcon />}
          title="This image is not here"
          action={
            <Button asChild>
              <Link href={searchHref({ query, sort })}>Back to the search</Link>
            </Button>
          }
        >
          It was deleted for good, or the address is wrong.
        </EmptyState>
      </NoImage>
    )
  return (
    <NoImage>
      <ErrorState
        title="The image could not be loaded"
        message={messageOf(image.error)}
        onRetry={() => void image.refetch()}
      />
    </NoImage>
  )
}
