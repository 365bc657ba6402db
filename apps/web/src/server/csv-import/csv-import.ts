/** Takes up an existing catalog from a CSV file, or says what that would change. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError, type CsvImportReport, type ImportMap } from '@vitrine/contracts'
import type { Db, MatchedRow, RowMatch } from '@vitrine/db'
import { type Column, columnProblem, readColumns } from './columns.ts'
import { csvRecords } from './csv-records.ts'
import { type FileRow, readRow } from './read-row.ts'
import { createTally, type Tally } from './tally.ts'

/** A transaction's worth: some hundred milliseconds. */
const BATCH = 200

export interface CsvImportOptions {
  /** Only say what would change. */
  dryRun: boolean
  /** People's words give way; they stay otherwise, and the report says which. */
  overwrite: boolean
  /** What columns are whose headings do not tell. */
  map: ImportMap
  /** Whose the words will be. */
  person: string
  signal?: AbortSignal
}

export type CsvImport = (bytes: Uint8Array, options: CsvImportOptions) => Promise<CsvImportReport>

export interface CsvImportDeps {
  imports: Db['imports']
  /** Images may have changed. */
  onChange(): void
}

/**
 * The file is read to its end before anything is written: one that is bent somewhere changes nothing. Throws
 * `bad-request` for a file that is none, or whose columns tell no image or say nothing.
 */
export function createCsvImport(deps: CsvImportDeps): CsvImport {
  return async (bytes, options) => {
    const columns = await checkFile(bytes, options.map)
    const problem = columnProblem(columns)
    const tally = createTally(columns, { dryRun: options.dryRun, columnProblem: problem })
    if (problem !== null && options.dryRun) return tally.report
    if (problem !== null)
      throw new AppError('bad-request', problem, {
        suggestion: `The columns are: ${columns.map(({ heading }) => heading).join(', ')}.`,
      })
    const seen = new Map<number, number>()
    for await (const rows of batchesOf(bytes, columns)) {
      if (options.signal?.aborted) throw new AppError('cancelled', 'The import was stopped.')
      await takeBatch(deps.imports, rows, { ...options, tally, seen })
      if (!options.dryRun) deps.onChange()
      await nextTurn()
    }
    return tally.report
  }
}

/** The columns, once the whole file has been read without fault. */
async function checkFile(bytes: Uint8Array, map: ImportMap): Promise<Column[]> {
  let columns: Column[] | undefined
  for await (const record of csvRecords(bytes)) columns ??= readColumns(record, map)
  if (columns) return columns
  throw new AppError('bad-request', 'This file is empty.')
}

async function* batchesOf(bytes: Uint8Array, columns: readonly Column[]): AsyncGenerator<FileRow[]> {
  let row = 0
  let batch: FileRow[] = []
  for await (const record of csvRecords(bytes)) {
    if (row > 0) batch.push(readRow(row, record, columns))
    row += 1
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

interface BatchOptions extends CsvImportOptions {
  tally: Tally
  /** Which row said of which image. */
  seen: Map<number, number>
}

async function takeBatch(
  imports: Db['imports'],
  rows: readonly FileRow[],
  { dryRun, tally, seen, ...options }: BatchOptions,
): Promise<void> {
  const matches = await imports.match(rows.map(({ key }) => key))
  const matched: MatchedRow[] = []
  for (const [index, row] of rows.entries()) {
    tally.report.rows += 1
    for (const message of row.problems) tally.problem({ row: row.row, code: 'unusable', message })
    const id = idOf(row, matches[index], { tally, seen })
    if (id !== null) matched.push({ id, words: row.words })
  }
  tally.report.matched += matched.length
  const planned = await (dryRun ? imports.plan(matched, options) : imports.apply(matched, options))
  for (const one of planned) tally.changes(seen.get(one.id) ?? 0, one)
}

/** The image a row is about; null with a word of why not. */
function idOf(
  { row, key }: FileRow,
  match: RowMatch | undefined,
  { tally, seen }: Pick<BatchOptions, 'tally' | 'seen'>,
): number | null {
  const name = key.fileName ?? key.sha256 ?? ''
  if (!match || match.type === 'unmatched') {
    const why = key.sha256 === null ? 'is called so' : 'has this hash'
    tally.problem({ row, code: 'unmatched', message: `No image ${why}: ${name || 'the row names none'}` })
    return null
  }
  if (match.type === 'ambiguous') {
    tally.problem({ row, code: 'ambiguous', message: `${match.count} images are called so: ${name}` })
    return null
  }
  const before = seen.get(match.id)
  if (before !== undefined) {
    tally.problem({ row, code: 'repeated', message: `Row ${before} is about the same image: ${name}` })
    return null
  }
  seen.set(match.id, row)
  return match.id
}
