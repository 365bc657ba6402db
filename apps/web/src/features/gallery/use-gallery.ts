'use client'
/** The search in the URL as one growing list. */
import { useInfiniteQuery } from '@tanstack/react-query'
import type { SearchHit } from '@vitrine/contracts'
import { useCallback, useMemo } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import type { Search } from '../search/search-state.ts'

const PAGE_SIZE = 120
/** Long enough to come back from an image to the place one left. */
const KEEP_MS = 30 * 60 * 1000

/** `everything`: rank every match instead of the newest candidates. */
export function useGallery({ query, sort, everything }: Search & { everything: boolean }) {
  const trpc = useTRPC()
  // Without words the best match is the newest; one name for it, so that the list is held once.
  const order = query.trim() === '' && sort === 'relevance' ? 'newest' : sort
  const list = useInfiniteQuery(
    trpc.search.query.infiniteQueryOptions(
      { query, sort: order, limit: PAGE_SIZE, ...(everything ? { everything } : {}) },
      {
        getNextPageParam: (page) => page.nextCursor ?? undefined,
        // Events keep it fresh; what they can't decide marks it stale.
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: KEEP_MS,
      },
    ),
  )
  const pages = list.data?.pages
  const hits = useMemo<readonly SearchHit[]>(() => pages?.flatMap((page) => page.hits) ?? [], [pages])
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = list
  /** Asks for the next page when there is one, and no other reading is on its way or has just failed. */
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage()
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage])
  return { ...list, hits, first: pages?.[0] ?? null, order, loadMore }
}
