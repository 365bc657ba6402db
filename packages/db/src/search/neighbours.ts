/** Who stands before and after an image in a search. */
import type { Neighbours, SearchSort } from '@vitrine/contracts'
import { isRanked, sortMatches } from './pages.ts'
import type { View, Views } from './views.ts'

type Place = Omit<Neighbours, 'total'>

const MAX_POSITION = 10_000
const NOWHERE: Place = { previous: null, next: null, position: null }

function aroundId(views: Views, view: View, place: { id: number; isOldest: boolean }): Place {
  const { id, isOldest } = place
  const { match } = view.plan
  const [self, older] = views.matches.newest(match, id, 2)
  if (self !== id) return NOWHERE
  const [newer] = views.matches.oldest(match, id + 1, 1)
  if (isOldest) return { previous: older ?? null, next: newer ?? null, position: null }
  const before = views.matches.countFrom(match, id, MAX_POSITION + 1)
  return { previous: newer ?? null, next: older ?? null, position: before > MAX_POSITION ? null : before }
}

function aroundIndex(ids: readonly number[], id: number): Place | null {
  const index = ids.indexOf(id)
  if (index < 0) return null
  return { previous: ids[index - 1] ?? null, next: ids[index + 1] ?? null, position: index + 1 }
}

/** In the ranked pool, or in what is older than it. */
function aroundRanked(views: Views, view: View, id: number): Place {
  const pool = view.pool(false)
  const { match } = view.plan
  const place = aroundIndex(pool.ids, id)
  if (place) {
    if (place.next !== null || !pool.isCut) return place
    return { ...place, next: views.matches.newest(match, pool.lowest - 1, 1)[0] ?? null }
  }
  if (!pool.isCut || id >= pool.lowest) return NOWHERE
  const around = aroundId(views, view, { id, isOldest: false })
  const isFirstOlder = around.previous !== null && around.previous >= pool.lowest
  return { ...around, previous: isFirstOlder ? (pool.ids.at(-1) ?? null) : around.previous, position: null }
}

function aroundSorted(views: Views, view: View, place: { id: number; sort: 'name' | 'largest' }): Place {
  const { id, sort } = place
  if (view.plan.match !== null) {
    const { rows } = sortMatches(view, sort, false)
    const ids = rows.map((row) => row.id)
    return aroundIndex(ids, id) ?? NOWHERE
  }
  return views.matches.aroundOfAll(id, sort)
}

/** The neighbours of an image in the order of this search; nowhere when it is not part of it. */
export function findNeighbours(views: Views, view: View, place: { id: number; sort: SearchSort }): Place {
  const { id, sort } = place
  switch (sort) {
    case 'name':
    case 'largest':
      return aroundSorted(views, view, { id, sort })
    case 'newest':
    case 'oldest':
      return aroundId(views, view, { id, isOldest: sort === 'oldest' })
    case 'relevance':
      return isRanked(view, sort)
        ? aroundRanked(views, view, id)
        : aroundId(views, view, { id, isOldest: false })
  }
}
