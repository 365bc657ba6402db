'use client'
/** The search in the URL as one growing list. */
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import type { SearchResponse } from '@vitrine/contracts'
import { useCallback, useMemo } from 'react'
import { useTRPC, useTRPCClient } from '~/trpc/client.tsx'
import type { Search } from '../search/search-state.ts'
import { type GalleryPageParam, nextPage } from './gallery-pages.ts'
import { PagedHits } from './paged-hits.ts'

/** Long enough to come back from an image to the place one left. */
const KEEP_MS = 30 * 60 * 1000
/** A longer list is begun anew where a person asks for what changed: nobody waits for a hundred pages. */
const MAX_REFRESHED_PAGES = 4

/** `everything`: rank every match instead of the newest candidates. */
export function useGallery({ query, sort, everything }: Search & { everything: boolean }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  // Without words the best match is the newest; one name for it, so that the list is held once.
  const order = query.trim() === '' && sort === 'relevance' ? 'newest' : sort
  const input = { query, sort: order, ...(everything ? { everything } : {}) }
  const queryKey = trpc.search.query.infiniteQueryKey(input)
  // Not tRPC's own options: in them every page has the size of the first.
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => client.search.query.query({ ...input, ...pageParam }, { signal }),
    initialPageParam: nextPage(null, 0),
    getNextPageParam: (page: SearchResponse, pages: readonly SearchResponse[]) =>
      page.nextCursor === null ? undefined : nextPage(page.nextCursor, pages.length),
    // Events keep it fresh; what they can't decide marks it stale.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEEP_MS,
  })
  const pages = list.data?.pages
  const hits = useMemo(() => new PagedHits(pages ?? []), [pages])
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, refetch } = list
  /** Asks for the next page when there is one, and no other reading is on its way or has just failed. */
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage()
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage])
  const refresh = () => {
    if (hits.pages.length > MAX_REFRESHED_PAGES) {
      window.scrollTo({ top: 0 })
      queryClient.setQueryData<InfiniteData<SearchResponse, GalleryPageParam>>(queryKey, (data) =>
        data ? { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) } : data,
      )
    }
    void refetch()
  }
  return {
    hits,
    first: pages?.[0] ?? null,
    order,
    loadMore,
    refresh,
    refetch,
    fetchNextPage,
    hasNextPage,
    isFetching,
    isFetchNextPageError,
    isFetchingNextPage: list.isFetchingNextPage,
    isPending: list.isPending,
    isSuccess: list.isSuccess,
    isError: list.isError,
    isStale: list.isStale,
    error: list.error,
  }
}
