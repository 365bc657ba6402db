/** Times the product's search, and plain LIKE, on one file. */
import type { Db } from '@vitrine/db'
import type Database from 'better-sqlite3'
import type { BenchQuery } from './queries.ts'

/** Milliseconds of one query: the page, the facets beside it, both. */
export interface Timing {
  query: BenchQuery
  page: number[]
  facets: number[]
  both: number[]
  /** Of both, the processor's part: what remains when the machine does nothing else. */
  cpu: number[]
}

const LIMIT = 100

/** Runs every query once: the page of 100 with snippets and count, then all its facets. */
async function runOnce(db: Db, timings: readonly Timing[]): Promise<void> {
  for (const timing of timings) {
    const { query } = timing.query
    const cpuBefore = process.cpuUsage()
    const startedAt = performance.now()
    await db.search.search({ query, sort: 'relevance', limit: LIMIT, everything: false })
    const pageAt = performance.now()
    await db.search.facets(query)
    const endedAt = performance.now()
    const { user, system } = process.cpuUsage(cpuBefore)
    timing.cpu.push((user + system) / 1000)
    timing.page.push(pageAt - startedAt)
    timing.facets.push(endedAt - pageAt)
    timing.both.push(endedAt - startedAt)
  }
}

/**
 * Round after round over the whole list, so that no round finds a query still prepared from the last one.
 * The first round, on a file not yet in memory, is given apart.
 */
export async function timeQueries(
  db: Db,
  queries: readonly BenchQuery[],
  rounds: number,
): Promise<{ first: Timing[]; warm: Timing[] }> {
  const empty = () => queries.map((query): Timing => ({ query, page: [], facets: [], both: [], cpu: [] }))
  const first = empty()
  const warm = empty()
  await runOnce(db, first)
  for (let round = 0; round < rounds; round++) await runOnce(db, warm)
  return { first, warm }
}

/** Milliseconds of the same question asked with LIKE: which images hold all the words, newest first, and how many. */
export function timeLike(db: Database.Database, needles: readonly string[]): number {
  const sql = needles.map(() => 'SELECT imageId FROM Annotation WHERE text LIKE ?').join(' INTERSECT ')
  const find = db.prepare<string[], number>(`${sql} ORDER BY imageId DESC`).pluck()
  const startedAt = performance.now()
  find.all(...needles.map((needle) => `%${needle}%`))
  return performance.now() - startedAt
}

/** The value below which a share of the samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}
