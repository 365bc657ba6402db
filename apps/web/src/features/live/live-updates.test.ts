import { useQueryClient } from '@tanstack/react-query'
import { cleanup, renderHook } from '@testing-library/react'
import type { SearchResponse } from '@vitrine/contracts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TRPCReactProvider, useTRPC } from '~/trpc/client.tsx'
import { makeCard } from './card-fixture.ts'
import { hideFromLists, LiveUpdates } from './live-updates.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  cleanup()
})

const page = (ids: number[]): SearchResponse => ({
  hits: ids.map((id) => ({ image: makeCard({ id }), rank: null, snippet: null, matchedAnnotationIds: [] })),
  nextCursor: null,
  total: { value: ids.length, capped: false },
  explanation: { understood: '', issues: [], corrections: [], expansions: [] },
  pooled: false,
  lastEventId: 0,
  tookMs: 1,
})

function setUp() {
  const { result } = renderHook(() => ({ queryClient: useQueryClient(), trpc: useTRPC() }), {
    wrapper: TRPCReactProvider,
  })
  const { queryClient, trpc } = result.current
  queryClient.clear()
  const updates = new LiveUpdates(queryClient, trpc)
  const all = trpc.search.query.infiniteQueryKey({ query: '', sort: 'newest' })
  const dogs = trpc.search.query.infiniteQueryKey({ query: 'dog', sort: 'relevance' })
  const ids = (key: typeof all) =>
    queryClient.getQueryData(key)?.pages.flatMap((one) => one.hits.map((hit) => hit.image.id))
  queryClient.setQueryData<unknown>(all, { pages: [page([2, 1])], pageParams: [null] })
  queryClient.setQueryData<unknown>(dogs, { pages: [page([1])], pageParams: [null] })
  return { queryClient, trpc, updates, all, dogs, ids }
}

describe('LiveUpdates', () => {
  it('patches the lists it can and marks the others for a new reading', () => {
    const { queryClient, updates, all, dogs, ids } = setUp()
    updates.push({ id: 5, at: 0, body: { type: 'image.created', imageId: 3 }, image: makeCard({ id: 3 }) })
    vi.advanceTimersByTime(3000)
    expect(ids(all)).toEqual([3, 2, 1])
    expect(ids(dogs)).toEqual([1])
    expect(queryClient.getQueryState(all)?.isInvalidated).toBe(false)
    expect(queryClient.getQueryState(dogs)?.isInvalidated).toBe(true)
  })

  it('keeps a mark when a later patch lands on the same list', () => {
    const { queryClient, updates, dogs, ids } = setUp()
    updates.push({ id: 5, at: 0, body: { type: 'image.created', imageId: 3 }, image: makeCard({ id: 3 }) })
    vi.advanceTimersByTime(3000)
    const image = makeCard({ id: 1, version: 2, deletedAt: 9 })
    updates.push({ id: 6, at: 0, body: { type: 'image.deleted', imageId: 1 }, image })
    vi.advanceTimersByTime(3000)
    expect(ids(dogs)).toEqual([])
    expect(queryClient.getQueryState(dogs)?.isInvalidated).toBe(true)
  })

  it('makes the detail of a changed picture stale, and of no other', () => {
    const { queryClient, trpc, updates } = setUp()
    const [one, two] = [trpc.images.byId.queryKey({ id: 1 }), trpc.images.byId.queryKey({ id: 2 })]
    queryClient.setQueryData<unknown>(one, makeCard({ id: 1 }))
    queryClient.setQueryData<unknown>(two, makeCard({ id: 2 }))
    updates.push({ id: 5, at: 0, body: { type: 'image.changed', imageId: 1 }, image: makeCard({ id: 1 }) })
    vi.advanceTimersByTime(3000)
    expect(queryClient.getQueryState(one)?.isInvalidated).toBe(true)
    expect(queryClient.getQueryState(two)?.isInvalidated).toBe(false)
  })

  it('makes a conversation and every list of them stale when it changed elsewhere', () => {
    const { queryClient, trpc, updates } = setUp()
    const [one, two] = [trpc.ask.get.queryKey({ id: 1 }), trpc.ask.get.queryKey({ id: 2 })]
    const lists = [{}, { search: 'dog' }].map((input) => trpc.ask.list.infiniteQueryKey(input))
    for (const key of [one, two, ...lists]) queryClient.setQueryData<unknown>(key, {})
    updates.push({ id: 5, at: 0, body: { type: 'conversation.changed', conversationId: 1 }, image: null })
    vi.advanceTimersByTime(3000)
    const isStale = (key: typeof one | (typeof lists)[number]) =>
      queryClient.getQueryState(key)?.isInvalidated
    expect([one, two, ...lists].map(isStale)).toEqual([true, false, true, true])
  })

  it('applies nothing after it was stopped', () => {
    const { updates, all, ids } = setUp()
    updates.push({ id: 5, at: 0, body: { type: 'image.created', imageId: 3 }, image: makeCard({ id: 3 }) })
    updates.stop()
    vi.advanceTimersByTime(3000)
    expect(ids(all)).toEqual([2, 1])
  })
})

describe('hideFromLists', () => {
  it('takes pictures out of every list', () => {
    const { queryClient, trpc, all, dogs, ids } = setUp()
    hideFromLists(queryClient, trpc, [1])
    expect(ids(all)).toEqual([2])
    expect(ids(dogs)).toEqual([])
  })
})
