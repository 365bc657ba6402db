/**
 * What is known of the latest queries: how they were planned, and the pool that was ranked. A page, its facets
 * and its neighbours ask for the same within moments. Nothing outlives a change of the database.
 */
import type Database from 'better-sqlite3'
import { createLabels } from './labels.ts'
import { parseQuery } from './language/parse.ts'
import { createMatches, type Matches, type Sortable } from './matches.ts'
import { planQuery, type SearchPlan } from './plan.ts'
import { createRanker, type Ranked, type Totals, weightsOf } from './rank.ts'
import type { Synonyms } from './synonyms.ts'
import { createVocabulary } from './vocabulary.ts'
import { foldText } from './words.ts'

/** How many of the newest matches are ranked and counted. */
export const POOL_SIZE = 2000
/** How many of the newest matches are sorted by name or size. */
export const SORTED_SIZE = 5000
const EVERYTHING = 10_000_000
const MAX_VIEWS = 8
/** Packed words are read so many at a time: a joined string has to fit in memory. */
const CHUNK = 20_000

/** Ranked candidates, best first; `ids` and `ranks` run in parallel. */
export interface Pool {
  ids: number[]
  ranks: number[]
  /** Whether there are older matches that were left out. */
  isCut: boolean
  /** The oldest id that was ranked; 0 when none was. */
  lowest: number
  /** What a cursor must carry for the next page to be ranked alike. */
  top: number
  weights: number[]
  averageLength: number
}

/** A ranking to repeat, from a cursor. */
export type PoolSeed = Pick<Pool, 'top' | 'weights' | 'averageLength'>

export interface SortedMatches {
  rows: Sortable[]
  isCut: boolean
}

export interface View {
  plan: SearchPlan
  pool(everything: boolean, seed?: PoolSeed): Pool
  sorted(everything: boolean): SortedMatches
}

interface Lookups {
  db: Database.Database
  matches: Matches
  totals(): Totals
}

function rankPool(
  lookups: Lookups,
  plan: SearchPlan,
  options: { everything: boolean; seed?: PoolSeed },
): Pool {
  const { matches, totals } = lookups
  const limit = options.everything ? EVERYTHING : POOL_SIZE
  const known = totals()
  const weights = options.seed?.weights ?? weightsOf(plan.groups, known)
  const averageLength = options.seed?.averageLength ?? Math.max(1, known.words / Math.max(1, known.documents))
  const rank = createRanker(plan.groups, weights, averageLength)
  const found: Ranked[] = []
  const top = options.seed?.top ?? Number.MAX_SAFE_INTEGER
  let from = top
  for (;;) {
    const before = found.length
    const wanted = Math.min(CHUNK, limit + 1 - before)
    rank(matches.words(plan.match ?? '""', from, wanted), (one) => {
      found.push(one)
      if (one.id <= from) from = one.id - 1
    })
    if (found.length - before < wanted || found.length > limit) break
  }
  found.sort((a, b) => b.id - a.id)
  const isCut = found.length > limit
  if (isCut) found.pop()
  const highest = found[0]?.id ?? 0
  const lowest = found.at(-1)?.id ?? 0
  found.sort((a, b) => a.rank - b.rank || b.id - a.id)
  return {
    ids: found.map(({ id }) => id),
    ranks: found.map((one) => one.rank),
    isCut,
    lowest,
    top: options.seed?.top ?? highest,
    weights,
    averageLength,
  }
}

function createView(lookups: Lookups, plan: SearchPlan): View {
  const pools = new Map<string, Pool>()
  const sorted = new Map<boolean, SortedMatches>()
  return {
    plan,
    pool(everything, seed) {
      const key = JSON.stringify([everything, seed])
      const known = pools.get(key)
      if (known) return known
      const pool = rankPool(lookups, plan, seed ? { everything, seed } : { everything })
      pools.set(key, pool)
      // The next page asks with this page's seed: it is the same pool.
      const { top, weights, averageLength } = pool
      pools.set(JSON.stringify([everything, { top, weights, averageLength }]), pool)
      return pool
    },
    sorted(everything) {
      const known = sorted.get(everything)
      if (known) return known
      const limit = everything ? EVERYTHING : SORTED_SIZE
      const rows = lookups.matches.sortables(plan.match ?? '""', limit + 1)
      const result = { rows: rows.slice(0, limit), isCut: rows.length > limit }
      sorted.set(everything, result)
      return result
    },
  }
}

export interface Views {
  matches: Matches
  totals(): Totals & { trashed: number }
  /** The view of a query; kept until the database changes. */
  of(query: string): View
}

/** One for a reading connection. */
export function createViews(
  db: Database.Database,
  options: { synonyms: Synonyms; now: () => number },
): Views {
  const matches = createMatches(db)
  const vocabulary = createVocabulary(db)
  const labels = createLabels(db, options.synonyms)
  const collections = db.prepare<[], { id: number; name: string }>(
    'SELECT id, name FROM Collection ORDER BY id',
  )
  const totalsRow = db.prepare<[], Totals & { trashed: number }>(
    'SELECT documents, trashed, words FROM SearchTotals WHERE id = 1',
  )
  const version = db.prepare<[], number>('PRAGMA data_version').pluck()
  const totals = () => totalsRow.get() ?? { documents: 0, trashed: 0, words: 0 }
  const findCollection = (name: string) =>
    collections.all().find((collection) => foldText(collection.name).trim() === name)?.id ?? null
  const views = new Map<string, View>()
  let seen: number | undefined

  return {
    matches,
    totals,
    of(query) {
      const current = version.get()
      if (current !== seen) views.clear()
      seen = current
      const now = options.now()
      // `today` and `7d` mean something else tomorrow.
      const key = `${Math.floor(now / 86_400_000)}\n${query}`
      const view =
        views.get(key) ??
        createView(
          { db, matches, totals },
          planQuery(parseQuery(query, now), { vocabulary, labels, findCollection }),
        )
      views.delete(key)
      views.set(key, view)
      const [oldest] = views.keys()
      if (views.size > MAX_VIEWS && oldest !== undefined) views.delete(oldest)
      return view
    },
  }
}
