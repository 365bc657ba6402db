/** Stands in for the search store until it is there: finds every image, newest first. */
import type { DbHandle } from './connection.ts'
import type { EventStore, ImageStore, SearchStore } from './db.ts'

export function resolveQueryIds({ reader }: DbHandle, _query: string, limit: number): number[] {
  return reader
    .prepare<[number], number>('SELECT id FROM Image WHERE deletedAt IS NULL ORDER BY id DESC LIMIT ?')
    .pluck()
    .all(limit)
}

export function createSearchStore(images: ImageStore, events: EventStore): SearchStore {
  const none = { value: 0, capped: false }
  return {
    search: async ({ cursor, limit }) => {
      const lastEventId = await events.lastId()
      const page = await images.list({ limit, ...(cursor === undefined ? {} : { cursor }) })
      const { images: all } = await images.totals()
      return {
        hits: page.images.map((image) => ({ image, rank: null, snippet: null, matchedAnnotationIds: [] })),
        nextCursor: page.nextCursor,
        total: { value: all, capped: false },
        explanation: { understood: '', issues: [], corrections: [], expansions: [] },
        pooled: false,
        lastEventId,
        tookMs: 0,
      }
    },
    facets: async () => ({ facets: [], exact: true, tookMs: 0 }),
    suggest: async () => [],
    neighbours: async () => ({ previous: null, next: null, position: null, total: none }),
    rebuildIndex: async () => ({ images: 0 }),
  }
}
