/** Brings the query cache up to date with the events: the one place that does. */
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { type LiveEvent, SearchSort } from '@vitrine/contracts'
import * as z from 'zod'
import type { useTRPC } from '~/trpc/client.tsx'
import { patchSearchPages, removeFromPages, type SearchPages } from './patch-lists.ts'

/** Events are applied together this often: a busy pipeline must not render a thousand times a second. */
const FLUSH_MS = 120
/** A page that was being fetched while events came in is patched again with what came this recently. */
const REMEMBER_MS = 15_000
/** Least time between two readings of the same thing that events made stale. */
const REREAD_MS = 2_000
/** A list of more pages than this is not read anew by itself: its reader is offered to. */
const MAX_REREAD_PAGES = 4

/** The key under which tRPC keeps an infinite search. */
const SearchKey = z.tuple([
  z.array(z.string()),
  z.looseObject({
    input: z.looseObject({
      query: z.string().default(''),
      sort: SearchSort.default('relevance'),
    }),
    type: z.literal('infinite'),
  }),
])

export class LiveUpdates {
  readonly #client: QueryClient
  readonly #trpc: ReturnType<typeof useTRPC>
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #lastRead = new Map<string, number>()
  readonly #unsubscribe: () => void
  #pending: LiveEvent[] = []
  #recent: { at: number; event: LiveEvent }[] = []

  constructor(client: QueryClient, trpc: ReturnType<typeof useTRPC>) {
    this.#client = client
    this.#trpc = trpc
    this.#unsubscribe = client.getQueryCache().subscribe((notice) => {
      if (notice.type !== 'updated' || notice.action.type !== 'success' || notice.action.manual) return
      if (this.#recent.length > 0 && SearchKey.safeParse(notice.query.queryKey).success)
        this.#soon('recent', 0, () => this.#patchLists(this.#recent.map(({ event }) => event)))
    })
  }

  /** Takes an event; the cache follows within a moment. */
  push(event: LiveEvent): void {
    this.#pending.push(event)
    this.#soon('flush', FLUSH_MS, () => this.#flush())
  }

  /** Lets go of everything; nothing is applied any more. */
  stop(): void {
    this.#unsubscribe()
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  #flush(): void {
    const events = this.#pending
    this.#pending = []
    const now = Date.now()
    this.#recent = [
      ...this.#recent.filter(({ at }) => now - at < REMEMBER_MS),
      ...events.map((event) => ({ at: now, event })),
    ]
    this.#patchLists(events)
    for (const event of events) this.#invalidateFor(event)
  }

  #patchLists(events: readonly LiveEvent[]): void {
    for (const query of this.#client.getQueryCache().findAll(this.#trpc.search.query.pathFilter())) {
      const key = SearchKey.safeParse(query.queryKey)
      const data = this.#client.getQueryData<SearchPages>(query.queryKey)
      if (!key.success || !data) continue
      const wasStale = query.state.isInvalidated
      const patch = patchSearchPages(data, key.data[1].input, events)
      // Its time of reading stays: a patch is no reading.
      if (patch.data !== data)
        this.#client.setQueryData<SearchPages>(query.queryKey, patch.data, {
          updatedAt: query.state.dataUpdatedAt,
        })
      if (patch.isStale || wasStale) this.#rereadList(query.queryKey, data.pages.length)
    }
  }

  #rereadList(queryKey: QueryKey, pageCount: number): void {
    const isShort = pageCount <= MAX_REREAD_PAGES
    this.#reread(JSON.stringify(queryKey), () =>
      this.#client.invalidateQueries({ queryKey, exact: true, refetchType: isShort ? 'active' : 'none' }),
    )
  }

  #invalidateFor({ body }: LiveEvent): void {
    const { search, images, collections, tags, pipeline, system, ask } = this.#trpc
    if ('imageId' in body) this.#invalidate(images.byId.queryKey({ id: body.imageId }))
    if (body.type === 'images.changed') this.#invalidate(images.byId.queryKey())
    if ('imageId' in body || body.type === 'images.changed') {
      this.#invalidate(search.facets.queryKey())
      this.#invalidate(pipeline.status.queryKey())
      this.#invalidate(tags.list.queryKey())
    }
    if (['image.deleted', 'image.restored', 'image.purged', 'images.changed'].includes(body.type)) {
      this.#invalidate(images.trashed.infiniteQueryKey())
      this.#invalidate(collections.list.queryKey())
      this.#invalidate(search.neighbours.queryKey())
    }
    if (body.type === 'collection.changed') this.#invalidate(collections.list.queryKey())
    if (body.type === 'conversation.changed') {
      this.#invalidate(ask.list.pathKey())
      this.#invalidate(ask.get.queryKey({ id: body.conversationId }))
    }
    if (body.type === 'pipeline.changed') this.#invalidate(pipeline.status.queryKey())
    if (body.type === 'settings.changed') this.#invalidate(system.settings.queryKey())
    if (body.type === 'pipeline.changed' || body.type === 'settings.changed')
      this.#invalidate(system.report.queryKey())
  }

  #invalidate(queryKey: QueryKey): void {
    this.#reread(JSON.stringify(queryKey), () => this.#client.invalidateQueries({ queryKey }))
  }

  /** At once when it is long ago, else when it will be: never more often, and never forgotten. */
  #reread(name: string, read: () => void): void {
    const wait = Math.max(0, (this.#lastRead.get(name) ?? 0) + REREAD_MS - Date.now())
    this.#soon(name, wait, () => {
      this.#lastRead.set(name, Date.now())
      read()
    })
  }

  #soon(name: string, waitMs: number, act: () => void): void {
    if (this.#timers.has(name)) return
    const timer = setTimeout(() => {
      this.#timers.delete(name)
      act()
    }, waitMs)
    this.#timers.set(name, timer)
  }
}

/** Takes pictures out of every list at once, before the server's events say so. */
export function hideFromLists(
  client: QueryClient,
  trpc: ReturnType<typeof useTRPC>,
  ids: readonly number[],
): void {
  const gone = new Set(ids)
  for (const query of client.getQueryCache().findAll(trpc.search.query.pathFilter())) {
    if (!SearchKey.safeParse(query.queryKey).success) continue
    client.setQueryData<SearchPages>(query.queryKey, (data) => (data ? removeFromPages(data, gone) : data), {
      updatedAt: query.state.dataUpdatedAt,
    })
  }
}
