/** One page of a search's ids, in the order asked for, and where the next begins. */
import type { SearchRequest } from '@vitrine/contracts'
import { type Cursor, decodeCursor, encodeCursor } from './cursor.ts'
import type { Sortable } from './matches.ts'
import type { Pool, PoolSeed } from './pool.ts'
import type { SortedMatches, View, Views } from './views.ts'

export interface Page {
  ids: number[]
  /** In step with `ids`; null where there was nothing to rank. */
  ranks: (number | null)[]
  nextCursor: string | null
  pooled: boolean
}

interface PageContext {
  views: Views
  view: View
  request: SearchRequest
  cursor: Cursor | null
}

/** What is shown newest first when nothing tells matches apart. */
export function isRanked(view: View, sort: SearchRequest['sort']): boolean {
  return sort === 'relevance' && view.plan.match !== null && view.plan.groups.length > 0
}

const unranked = (ids: number[]) => ids.map(() => null)

interface IdRange {
  views: Views
  view: View
  /** The last id of the page before; null for the first page. */
  from: number | null
  isOldest: boolean
  limit: number
}

function findIds({ views, view, from, isOldest, limit }: IdRange): readonly number[] {
  const { match } = view.plan
  if (isOldest) return views.matches.oldest(match, from === null ? 1 : from + 1, limit)
  if (from !== null) return views.matches.newest(match, from - 1, limit)
  // Its count and its facets read these too.
  return view.newest().ids.slice(0, limit)
}

function pageOfIds({ views, view, request, cursor }: PageContext): Page {
  const { limit, sort } = request
  const from = cursor?.in === 'ids' ? cursor.id : null
  const found = findIds({ views, view, from, isOldest: sort === 'oldest', limit: limit + 1 })
  const ids = found.slice(0, limit)
  const last = ids.at(-1)
  const isLast = found.length <= limit || last === undefined
  return {
    ids,
    ranks: unranked(ids),
    nextCursor: isLast ? null : encodeCursor({ in: 'ids', id: last }),
    pooled: false,
  }
}

/** The place of the first that comes after this rank and id. */
function placeAfter(pool: Pool, after: { rank: number; id: number }): number {
  const place = pool.ids.findIndex((id, index) => {
    const rank = pool.ranks[index] ?? 0
    return rank > after.rank || (rank === after.rank && id < after.id)
  })
  return place < 0 ? pool.ids.length : place
}

/** The ranking that a cursor goes on with. */
function seedOf(cursor: Cursor | null): PoolSeed | null {
  if (cursor?.in !== 'pool') return null
  const { top, weights, averageLength } = cursor
  return { top, weights, averageLength }
}

/** Ranks everything ahead where a page will ask for it, without holding others up. */
export async function preparePage(view: View, request: SearchRequest): Promise<void> {
  if (!request.everything || !isRanked(view, request.sort)) return
  await view.prepare(seedOf(request.cursor === undefined ? null : decodeCursor(request.cursor)))
}

/** The pool first, best first; after it what is older than the pool, newest first. */
function pageOfRanked(context: PageContext): Page {
  const { views, view, request, cursor } = context
  const { limit, everything } = request
  if (cursor?.in === 'ids') return { ...pageOfIds(context), pooled: true }
  const seed = cursor?.in === 'pool' ? cursor : null
  const pool = view.pool(everything, seedOf(cursor))
  const start = seed ? placeAfter(pool, seed) : 0
  const ids = pool.ids.slice(start, start + limit)
  const ranks: (number | null)[] = pool.ranks.slice(start, start + limit)
  const pooled = pool.isCut
  if (start + limit < pool.ids.length) {
    const { top, weights, averageLength } = pool
    const last = { rank: ranks.at(-1) ?? 0, id: ids.at(-1) ?? 0 }
    return {
      ids,
      ranks,
      pooled,
      nextCursor: encodeCursor({ in: 'pool', top, weights, averageLength, ...last }),
    }
  }
  if (!pool.isCut) return { ids, ranks, pooled, nextCursor: null }
  const rest = limit - ids.length
  const older = rest === 0 ? [] : views.matches.newest(view.plan.match, pool.lowest - 1, rest)
  const lastId = older.at(-1) ?? pool.lowest
  const hasMore = older.length === rest
  return {
    ids: [...ids, ...older],
    ranks: [...ranks, ...unranked(older)],
    pooled,
    nextCursor: hasMore ? encodeCursor({ in: 'ids', id: lastId }) : null,
  }
}

type Order = (a: Sortable, b: Sortable) => number
const byName: Order = (a, b) => (a.sortName < b.sortName ? -1 : a.sortName > b.sortName ? 1 : a.id - b.id)
const bySize: Order = (a, b) => b.sizeBytes - a.sizeBytes || b.id - a.id

/** The matches in order of name or size; the newest ones only when there are very many. */
export function sortMatches(view: View, sort: 'name' | 'largest', everything: boolean): SortedMatches {
  const { rows, isCut } = view.sorted(everything)
  return { rows: [...rows].sort(sort === 'name' ? byName : bySize), isCut }
}

const cursorOf = (row: Sortable, sort: 'name' | 'largest'): Cursor =>
  sort === 'name'
    ? { in: 'names', name: row.sortName, id: row.id }
    : { in: 'sizes', sizeBytes: row.sizeBytes, id: row.id }

/** A row to compare others with, from a cursor. */
function rowOf(cursor: Cursor | null): Sortable | null {
  if (cursor?.in === 'names') return { id: cursor.id, sortName: cursor.name, sizeBytes: 0 }
  if (cursor?.in === 'sizes') return { id: cursor.id, sortName: '', sizeBytes: cursor.sizeBytes }
  return null
}

function pageOfSorted({ views, view, request, cursor }: PageContext, sort: 'name' | 'largest'): Page {
  const { limit, everything } = request
  const after = rowOf(cursor)
  let rows: Sortable[]
  let isCut = false
  if (view.plan.match === null)
    rows =
      sort === 'name'
        ? views.matches.byName({ name: after?.sortName ?? '', id: after?.id ?? 0 }, limit + 1)
        : views.matches.bySize(
            { sizeBytes: after?.sizeBytes ?? Number.MAX_SAFE_INTEGER, id: after?.id ?? 0 },
            limit + 1,
          )
  else {
    const sorted = sortMatches(view, sort, everything)
    const order = sort === 'name' ? byName : bySize
    const start = after ? sorted.rows.findIndex((row) => order(row, after) > 0) : 0
    rows = start < 0 ? [] : sorted.rows.slice(start, start + limit + 1)
    isCut = sorted.isCut
  }
  const shown = rows.slice(0, limit)
  const ids = shown.map((row) => row.id)
  const last = shown.at(-1)
  return {
    ids,
    ranks: unranked(ids),
    nextCursor: rows.length > limit && last ? encodeCursor(cursorOf(last, sort)) : null,
    pooled: isCut,
  }
}

/** Throws `bad-request` for a cursor that is none. */
export function readPage(views: Views, view: View, request: SearchRequest): Page {
  const cursor = request.cursor === undefined ? null : decodeCursor(request.cursor)
  const context: PageContext = { views, view, request, cursor }
  switch (request.sort) {
    case 'name':
    case 'largest':
      return pageOfSorted(context, request.sort)
    case 'newest':
    case 'oldest':
      return pageOfIds(context)
    case 'relevance':
      return isRanked(view, request.sort) ? pageOfRanked(context) : pageOfIds(context)
  }
}
