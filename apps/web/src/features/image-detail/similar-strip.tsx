'use client'
import { useQuery } from '@tanstack/react-query'
import { Skeleton } from '@vitrine/ui/skeleton'
import Link from 'next/link'
import { useTRPC } from '~/trpc/client.tsx'
/** Pictures that look alike, in a strip to walk along. */
import { messageOf } from '../live/error-message.ts'
import { bytesUrl } from './image-urls.ts'
import { PanelSection } from './panel-section.tsx'

const tile = 'h-24 w-24 max-w-none shrink-0 rounded-lg'

/** Up to twelve of them; says so when there are none. */
export function SimilarStrip({ id }: { id: number }) {
  const trpc = useTRPC()
  const similar = useQuery(trpc.images.similar.queryOptions({ id, limit: 12 }))
  return (
    <PanelSection title="Similar images">
      {similar.isPending && (
        <div role="status" aria-label="Loading similar images" className="flex gap-2 overflow-hidden p-0.5">
          {[1, 2, 3, 4].map((place) => (
            <Skeleton key={place} className={tile} />
          ))}
        </div>
      )}
      {similar.isError && (
        <p role="alert" className="text-danger-ink text-sm">
          {messageOf(similar.error)}
        </p>
      )}
      {similar.data?.length === 0 && <p className="text-ink-soft text-sm">Nothing here looks like it.</p>}
      {similar.data && similar.data.length > 0 && (
        <ul aria-label="Similar images" className="flex gap-2 overflow-x-auto p-1 pb-2">
          {similar.data.map(({ image, similarity }) => (
            <li key={image.id} className="shrink-0">
              <Link
                href={`/images/${image.id}`}
                title={`${Math.round(similarity * 100)} % alike`}
                className="block"
              >
                <img
                  src={bytesUrl(image, 'thumbnail')}
                  alt={image.caption || image.fileName}
                  loading="lazy"
                  className={`${tile} bg-track object-cover`}
                />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </PanelSection>
  )
}
