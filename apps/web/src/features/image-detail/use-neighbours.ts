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
  const { query, sort } = search
  const neighbours = useQuery(
    trpc.search.neighbours.queryOptions({ id, query, sort }, { placeholderData: keepPreviousData }),
  )
  const settled = neighbours.isPlaceholderData ? undefined : neighbours.data
  const previous = settled?.previous ?? null
  const next = settled?.next ?? null

  useEffect(() => {
    for (const neighbour of [next, previous]) {
      if (neighbour === null) continue
      void queryClient.prefetchQuery(trpc.search.neighbours.queryOptions({ id: neighbour, query, sort }))
      const options = trpc.images.byId.queryOptions({ id: neighbour })
      void queryClient.prefetchQuery(options).then(() => {
        const image = queryClient.getQueryData(options.queryKey)
        if (image) new Image().src = bytesUrl(image, 'preview')
      })
    }
  }, [next, previous, query, sort, queryClient, trpc])

  // A key may come before the neighbours have: it waits for them instead of being lost.
  const go = async (where: 'previous' | 'next') => {
    const options = trpc.search.neighbours.queryOptions({ id, query, sort })
    if (!queryClient.getQueryData(options.queryKey)) await queryClient.prefetchQuery(options)
    const neighbour = queryClient.getQueryData(options.queryKey)?.[where] ?? null
    if (neighbour !== null) router.replace(imageHref(neighbour, search))
  }
  return {
    previous,
    next,
    position: neighbours.data?.position ?? null,
    total: neighbours.data?.total ?? null,
    goPrevious: () => void go('previous'),
    goNext: () => void go('next'),
  }
}
