'use client'
/** The images before and after this one in the search it was opened from, fetched before they are asked for. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { imageHref, type Search } from '../search/search-state.ts'
import { bytesUrl } from './image-urls.ts'

/** The neighbours and the ways to them. Walking replaces the history entry: Back leads to the gallery. */
export function useNeighbours(id: number, search: Search) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const neighbours = useQuery(
    trpc.search.neighbours.queryOptions(
      { id, query: search.query, sort: search.sort },
      { placeholderData: keepPreviousData },
    ),
  )
  const settled = neighbours.isPlaceholderData ? undefined : neighbours.data
  const previous = settled?.previous ?? null
  const next = settled?.next ?? null

  useEffect(() => {
    for (const neighbour of [next, previous]) {
      if (neighbour === null) continue
      const options = trpc.images.byId.queryOptions({ id: neighbour })
      void queryClient.prefetchQuery(options).then(() => {
        const image = queryClient.getQueryData(options.queryKey)
        if (image) new Image().src = bytesUrl(image, 'preview')
      })
    }
  }, [next, previous, queryClient, trpc])

  const go = (neighbour: number | null) => {
    if (neighbour !== null) router.replace(imageHref(neighbour, search))
  }
  return {
    previous,
    next,
    position: neighbours.data?.position ?? null,
    total: neighbours.data?.total ?? null,
    goPrevious: () => go(previous),
    goNext: () => go(next),
  }
}
