/** Every id a search finds, in its order: what an export walks. */
import type { SearchSort } from '@vitrine/contracts'
import type { DbHandle } from '../connection.ts'
import { isRanked, sortMatches } from './pages.ts'
import { viewsOf } from './resolve.ts'
import type { View, Views } from './views.ts'

const MAX_ID = Number.MAX_SAFE_INTEGER
const NO_LIMIT = Number.MAX_SAFE_INTEGER

/** What sorting or ranking had no room for follows, newest first: nothing is left out. */
function withOlder(views: Views, view: View, sorted: { ids: number[]; lowest: number; isCut: boolean }) {
  if (!sorted.isCut) return sorted.ids
  return [...sorted.ids, ...views.matches.newest(view.plan.match, sorted.lowest - 1, NO_LIMIT)]
}

const lowestOf = (ids: readonly number[]) => ids.reduce((least, id) => Math.min(least, id), MAX_ID)

function idsBySort(views: Views, view: View, sort: 'name' | 'largest'): number[] {
  const { matches } = views
  if (view.plan.match === null) {
    const rows =
      sort === 'name'
        ? matches.byName({ name: '', id: 0 }, NO_LIMIT)
        : matches.bySize({ sizeBytes: MAX_ID, id: 0 }, NO_LIMIT)
    return rows.map(({ id }) => id)
  }
  const { rows, isCut } = sortMatches(view, sort, true)
  const ids = rows.map(({ id }) => id)
  return withOlder(views, view, { ids, lowest: lowestOf(ids), isCut })
}

/**
 * All ids of a query outside the trash. `relevance` ranks every match. A query of which nothing could be read finds
 * nothing, as for every other action on a whole search; the empty query is everything.
 */
export async function allIds(handle: DbHandle, query: string, sort: SearchSort): Promise<number[]> {
  const views = viewsOf(handle)
  const view = views.of(query)
  const { match } = view.plan
  if (match === null && query.trim() !== '') return []
  if (isRanked(view, sort)) {
    await view.prepare(null)
    return withOlder(views, view, view.pool(true))
  }
  switch (sort) {
    case 'name':
    case 'largest':
      return idsBySort(views, view, sort)
    case 'oldest':
      return views.matches.oldest(match, 1, NO_LIMIT)
    case 'newest':
    case 'relevance':
      return views.matches.newest(match, MAX_ID, NO_LIMIT)
  }
}
