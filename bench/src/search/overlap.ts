/** What ranking only the newest matches costs: the first twenty beside those of a ranking of every match. */
import { COLUMN_WEIGHTS, createViews, DEFAULT_SYNONYMS } from '@vitrine/db/testing'
import type Database from 'better-sqlite3'
import type { BenchQuery } from './queries.ts'

const TOP = 20

export interface Overlap {
  query: string
  /** Share of the pool's first twenty that are also among the first twenty of every match, by the same formula. */
  sameFormula: number
  /** How good the pool's first twenty are: the mean of their scores as a share of the best possible. */
  quality: number
  /** Share that are also among the first twenty of FTS5's own bm25() over every match. */
  fts5: number
  fullMs: number
  fts5Ms: number
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
const share = (found: readonly number[], best: readonly number[]) =>
  best.length === 0 ? 1 : found.filter((id) => best.includes(id)).length / best.length

/** Only queries that rank, and that match more than the pool holds: the others lose nothing. */
export function measureOverlap(db: Database.Database, queries: readonly BenchQuery[]): Overlap[] {
  const views = createViews(db, { synonyms: DEFAULT_SYNONYMS, now: Date.now })
  const bm25 = db
    .prepare<[string], number>(
      `SELECT rowid FROM search_fts WHERE search_fts MATCH ?
       ORDER BY bm25(search_fts, ${Object.values(COLUMN_WEIGHTS).join(', ')}, 0), rowid DESC LIMIT ${TOP}`,
    )
    .pluck()
  const results: Overlap[] = []
  for (const { query } of queries) {
    const view = views.of(query)
    if (view.plan.match === null || view.plan.groups.length === 0) continue
    const pool = view.pool(false)
    if (!pool.isCut) continue
    const startedAt = performance.now()
    const full = view.pool(true)
    const fullAt = performance.now()
    const fts5 = bm25.all(view.plan.match)
    const endedAt = performance.now()
    const found = pool.ids.slice(0, TOP)
    results.push({
      query,
      sameFormula: share(found, full.ids.slice(0, TOP)),
      quality: mean(pool.ranks.slice(0, TOP)) / mean(full.ranks.slice(0, TOP)),
      fts5: share(found, fts5),
      fullMs: fullAt - startedAt,
      fts5Ms: endedAt - fullAt,
    })
  }
  return results
}
