/** Search as its callers see it: parse, plan, find, show. Nothing here waits or runs without a bound. */
import type { Count } from '@vitrine/contracts'
import type { DbHandle } from '../connection.ts'
import type { SearchStore } from '../db.ts'
import { createFacetReader } from './facets.ts'
import { readHits } from './hits.ts'
import { findNeighbours } from './neighbours.ts'
import { isRanked, preparePage, readPage } from './pages.ts'
import { rebuildIndex } from './rebuild.ts'
import { viewsOf } from './resolve.ts'
import { createSuggester } from './suggest.ts'
import { MAX_COUNT, type View, type Views } from './views.ts'
import { createVocabulary } from './vocabulary.ts'

function countMatches(views: Views, view: View, sort: 'relevance' | 'other'): Count {
  const { match } = view.plan
  if (match === null) {
    const { documents, trashed } = views.totals()
    return { value: documents - trashed, capped: false }
  }
  const { ids, isCut } = isRanked(view, sort === 'relevance' ? 'relevance' : 'newest')
    ? view.pool(false)
    : { ...view.newest(), isCut: false }
  const found = ids.length + (isCut ? 1 : 0)
  return { value: Math.min(found, MAX_COUNT), capped: found > MAX_COUNT }
}

/** Search over a handle's reading connection. */
export function createSearchStore(handle: DbHandle): SearchStore {
  const { reader } = handle
  const views = viewsOf(handle)
  const facets = createFacetReader(reader)
  const suggest = createSuggester(reader, createVocabulary(reader))
  const lastEventId = reader
    .prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'Event'")
    .pluck()
  /** One snapshot for all that an answer is made of. */
  const snapshot = <T>(read: () => T): T => reader.transaction(read)()

  return {
    async search(request) {
      const startedAt = performance.now()
      const view = views.of(request.query)
      await preparePage(view, request)
      return snapshot(() => {
        const page = readPage(views, view, request)
        return {
          hits: readHits(reader, page, view.plan),
          nextCursor: page.nextCursor,
          total: countMatches(views, view, request.sort === 'relevance' ? 'relevance' : 'other'),
          explanation: view.plan.explanation,
          pooled: page.pooled,
          lastEventId: lastEventId.get() ?? 0,
          tookMs: performance.now() - startedAt,
        }
      })
    },

    async facets(query, names = []) {
      const startedAt = performance.now()
      return snapshot(() => ({
        ...facets.read(views.of(query), names),
        tookMs: performance.now() - startedAt,
      }))
    },

    async suggest(query, limit) {
      return snapshot(() => suggest(query, limit))
    },

    async neighbours(id, query, sort) {
      return snapshot(() => {
        const view = views.of(query)
        return {
          ...findNeighbours(views, view, { id, sort }),
          total: countMatches(views, view, sort === 'relevance' ? 'relevance' : 'other'),
        }
      })
    },

    rebuildIndex: (onProgress) => rebuildIndex(handle, onProgress),
  }
}
