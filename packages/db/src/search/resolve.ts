/** The ids a query finds, for actions on "everything that matches". */
import type { DbHandle } from '../connection.ts'
import { DEFAULT_SYNONYMS } from './synonyms.ts'
import { createViews, type Views } from './views.ts'

const known = new WeakMap<DbHandle, Views>()

/** The views of a handle's reader; one set for each handle. */
export function viewsOf(handle: DbHandle): Views {
  const views =
    known.get(handle) ?? createViews(handle.reader, { synonyms: DEFAULT_SYNONYMS, now: () => handle.now() })
  known.set(handle, views)
  return views
}

/**
 * Ids newest first, at most `limit`. A query of which nothing could be read finds nothing here: it must not
 * turn into "everything" for an action. The empty query is everything.
 */
export function resolveQueryIds(handle: DbHandle, query: string, limit: number): number[] {
  const views = viewsOf(handle)
  const { plan } = views.of(query)
  if (plan.match === null && query.trim() !== '') return []
  return views.matches.newest(plan.match, Number.MAX_SAFE_INTEGER, limit)
}
