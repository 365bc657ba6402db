/**
 * What is known of the latest queries: how they were planned, and the pool that was ranked. A page, its facets
 * and its neighbours ask for the same within moments. Nothing outlives a change of the database.
 */
import type Database from 'better-sqlite3'
import { createFieldNames } from './field-names.ts'
import { createLabels } from './labels.ts'
import { parseQuery } from './language/parse.ts'
import { createMatches, type Matches, type Sortable } from './matches.ts'
import { planQuery, type SearchPlan } from './plan.ts'
import { POOL_SIZE, type Pool, type PoolRequest, type PoolSeed, rankPool, rankPoolPatiently } from './pool.ts'
import type { Totals } from './rank.ts'
import type { Synonyms } from './synonyms.ts'
import { createVocabulary } from './vocabulary.ts'
import { foldText } from './words.ts'

/** Matches are counted up to here; beyond it reads "1,000+". */
export const MAX_COUNT = 1000
/** How many of the newest matches are sorted by name or size. */
export const SORTED_SIZE = 5000
/** The same when everything is asked for: sorting more would hold others up for seconds. */
const SORTED_EVERYTHING = 200_000
const MAX_VIEWS = 8

export interface SortedMatches {
  rows: Sortable[]
  isCut: boolean
}

export interface NewestMatches {
  ids: readonly number[]
  /** Their packed facets; empty where there is no query, whose facets are kept. */
  facets: string
}

export interface View {
  plan: SearchPlan
  pool(everything: boolean, seed?: PoolSeed | null): Pool
  /** Ranks every match without holding others up; `pool(true, seed)` then has it at once. */
  prepare(seed: PoolSeed | null): Promise<void>
  sorted(everything: boolean): SortedMatches
  /** The newest matches, unranked, one more than a pool holds: for a page, its count and its facets in one go. */
  newest(): NewestMatches
}

type Lookups = Pick<PoolRequest, 'matches' | 'totals'>

function createView(lookups: Lookups, plan: SearchPlan): View {
  const pools = new Map<string, Pool>()
  const sorted = new Map<boolean, SortedMatches>()
  let newest: NewestMatches | undefined
  const keyOf = (everything: boolean, seed: PoolSeed | null) => JSON.stringify([everything, seed])
  function keep(pool: Pool, everything: boolean, seed: PoolSeed | null): Pool {
    const { top, weights, averageLength } = pool
    pools.set(keyOf(everything, seed), pool)
    // The next page asks with this page's seed: it is the same pool.
    pools.set(keyOf(everything, { top, weights, averageLength }), pool)
    return pool
  }
  return {
    plan,
    pool(everything, seed = null) {
      const known = pools.get(keyOf(everything, seed))
      return known ?? keep(rankPool({ ...lookups, plan, everything, seed }), everything, seed)
    },
    async prepare(seed) {
      if (!pools.has(keyOf(true, seed)))
        keep(await rankPoolPatiently({ ...lookups, plan, everything: true, seed }), true, seed)
    },
    newest() {
      const { match } = plan
      newest ??=
        match === null
          ? { ids: lookups.matches.newest(null, Number.MAX_SAFE_INTEGER, MAX_COUNT), facets: '' }
          : lookups.matches.withFacets(match, POOL_SIZE + 1)
      return newest
    },
    sorted(everything) {
      const known = sorted.get(everything)
      if (known) return known
      const limit = everything ? SORTED_EVERYTHING : SORTED_SIZE
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
  const fieldNames = createFieldNames(db)
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
          { matches, totals },
          planQuery(parseQuery(query, now), { vocabulary, labels, fieldNames, findCollection }),
        )
      views.delete(key)
      views.set(key, view)
      const [oldest] = views.keys()
      if (views.size > MAX_VIEWS && oldest !== undefined) views.delete(oldest)
      return view
    },
  }
}
