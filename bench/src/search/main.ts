/**
 * `node --import tsx bench/src/search/main.ts [count] [--timing]`: search among a million made-up images (or
 * `count`), beside plain LIKE on the same file. The file is made once, in .bench/ at the repository's root.
 * With `--timing` only search itself is timed: seconds instead of minutes.
 */
import { cpus, loadavg } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDb, POOL_SIZE } from '@vitrine/db/testing'
import Database from 'better-sqlite3'
import { ensureDatabase, type Generated, measureSize } from './generate.ts'
import { percentile, type Timing, timeLike, timeQueries } from './measure.ts'
import { measureOverlap, type Overlap } from './overlap.ts'
import { QUERIES } from './queries.ts'

const ROUNDS = 10
const MILLION = 1_000_000
const GOAL_MS = 20
const FOLDER = fileURLToPath(new URL('../../../.bench/', import.meta.url))

const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1).padStart(8)
const mib = (bytes: number) => `${Math.round(bytes / 1_048_576)} MiB`
const percent = (value: number) => `${Math.round(value * 100)} %`

function printMade({ file, made }: Generated): void {
  const { bytes, searchBytes } = measureSize(file)
  console.log(`File: ${path.basename(file)}, ${mib(bytes)}, of which search ${mib(searchBytes)}.`)
  if (!made) return
  console.log(
    `Made in ${made.seconds.toFixed(0)} s: ${Math.round(made.rowsPerSecond)} images a second ` +
      `(${made.indexSeconds.toFixed(0)} s of it writing the index), then ${made.optimizeSeconds.toFixed(0)} s to optimise.`,
  )
}

function printTable(warm: readonly Timing[], like: ReadonlyMap<string, number>): void {
  console.log(
    '\ngroup      query                                 page p50  facets p50   both p95      LIKE    LIKE/both',
  )
  for (const { query, page, facets, both } of warm) {
    const rival = like.get(query.query)
    const ratio = rival === undefined ? '' : `${(rival / percentile(both, 0.5)).toFixed(0)} ×`.padStart(12)
    console.log(
      `${query.group.padEnd(10)} ${query.query.padEnd(36)} ${ms(percentile(page, 0.5))}    ${ms(percentile(facets, 0.5))}   ${ms(percentile(both, 0.95))}  ${rival === undefined ? '' : ms(rival)} ${ratio}`,
    )
  }
}

function printSummary(name: string, samples: readonly number[]): void {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(samples, share))
  console.log(`${name.padEnd(34)} p50 ${ms(p50 ?? 0)} ms   p95 ${ms(p95 ?? 0)} ms   p99 ${ms(p99 ?? 0)} ms`)
}

function printOverlap(overlaps: readonly Overlap[]): void {
  console.log(`\nWhat ranking only the newest ${POOL_SIZE} matches costs, where there are more (first 20):`)
  console.log(
    'query                                  same as full   score of full   same as FTS5 bm25   full ms   FTS5 ms',
  )
  for (const { query, sameFormula, quality, fts5, fullMs, fts5Ms } of overlaps)
    console.log(
      `${query.padEnd(38)} ${percent(sameFormula).padStart(12)} ${percent(quality).padStart(15)} ${percent(fts5).padStart(19)} ${ms(fullMs)}  ${ms(fts5Ms)}`,
    )
  const mean = (pick: (overlap: Overlap) => number) =>
    percent(overlaps.reduce((sum, overlap) => sum + pick(overlap), 0) / Math.max(1, overlaps.length))
  console.log(
    `Mean of these ${overlaps.length}: same as full ${mean((one) => one.sameFormula)}, score of full ${mean((one) => one.quality)}, ` +
      `same as FTS5 bm25 ${mean((one) => one.fts5)}. The other ${QUERIES.length - overlaps.length} queries lose nothing.`,
  )
}

function timeLikes(reader: Database.Database): Map<string, number> {
  const like = new Map<string, number>()
  for (const { query, like: needles } of QUERIES) if (needles) like.set(query, timeLike(reader, needles))
  return like
}

function printRivals(warm: readonly Timing[], like: ReadonlyMap<string, number>): void {
  const asked = warm.filter((timing) => like.has(timing.query.query)).flatMap((timing) => timing.both)
  printSummary('The same, where LIKE can answer', asked)
  printSummary('LIKE', [...like.values()])
  const [ours, theirs] = [0.5, 0.95].map(
    (share) => percentile([...like.values()], share) / percentile(asked, share),
  )
  console.log(`LIKE takes ${ours?.toFixed(0)} × as long at p50 and ${theirs?.toFixed(0)} × at p95.`)
}

const isTimingOnly = process.argv.includes('--timing')
const count = Number(process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? MILLION)
if (!Number.isSafeInteger(count) || count < 1) throw new Error('The count must be a whole number above 0.')
const generated = ensureDatabase(FOLDER, count)
console.log(
  `Search among ${count.toLocaleString('en')} images, ${QUERIES.length} queries, ${ROUNDS} rounds; load of the machine ${loadavg()[0]?.toFixed(2)} on ${cpus().length} processors.`,
)
if (!isTimingOnly) printMade(generated)

const db = openDb({ file: generated.file })
const { first, warm } = await timeQueries(db, QUERIES, ROUNDS)
await db.close()

const reader = new Database(generated.file, { readonly: true })
// As the product's own connections are set.
reader.pragma('mmap_size = 2147418112')
reader.pragma('cache_size = -65536')
const like = isTimingOnly ? new Map<string, number>() : timeLikes(reader)
printTable(warm, like)
console.log('')
printSummary(
  'Page with snippets and count',
  warm.flatMap((timing) => timing.page),
)
printSummary(
  'Facets beside it',
  warm.flatMap((timing) => timing.facets),
)
printSummary(
  'Page and facets',
  warm.flatMap((timing) => timing.both),
)
printSummary(
  'Page and facets, processor time',
  warm.flatMap((timing) => timing.cpu),
)
printSummary(
  'Page and facets, very first time',
  first.flatMap((timing) => timing.both),
)
if (like.size > 0) printRivals(warm, like)
const p95 = percentile(
  warm.flatMap((timing) => timing.both),
  0.95,
)
console.log(
  `Goal: p95 of page and facets under ${GOAL_MS} ms: ${p95 < GOAL_MS ? 'met' : 'missed'} (${p95.toFixed(1)} ms).`,
)
if (!isTimingOnly) printOverlap(measureOverlap(reader, QUERIES))
reader.close()
