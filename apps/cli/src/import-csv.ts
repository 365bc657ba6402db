/** `vitrine import-csv`: takes up an existing catalog, or shows what that would change. */
import { readFile } from 'node:fs/promises'
import type { CsvImportReport, ImportMap } from '@vitrine/contracts'
import type { Client } from './client.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { requirePath } from './files.ts'
import type { Io } from './io.ts'
import { count, formatTable, printable, truncate } from './text.ts'

export interface CsvImportChoice {
  file: string
  dryRun: boolean
  overwrite: boolean
  map: ImportMap
  json: boolean
}

/** So much of a text tells which one it is. */
const SHOWN = 40
const SHOWN_CHANGES = 50

export async function importCsv(
  io: Io,
  client: Client,
  { file, json, ...options }: CsvImportChoice,
): Promise<ExitCode> {
  const bytes = await readFile(await requirePath(file, 'file'))
  const report = await client.importCsv(bytes, options)
  for (const { row, message } of report.problems) io.err(printable(`Row ${row}: ${message}`))
  if (report.columnProblem !== null) io.err(report.columnProblem)
  const unshown = report.problemCount - report.problems.length
  if (unshown > 0) io.err(`and ${count(unshown, 'row')} more`)
  if (json) io.out(JSON.stringify(report, null, 2))
  else describe(io, report)
  return report.problemCount > 0 || report.columnProblem !== null ? EXIT.incomplete : EXIT.done
}

function describe(io: Io, report: CsvImportReport): void {
  const { columns, changes, fates } = report
  const taken = columns.flatMap(({ heading, target }) => (target === null ? [] : [`${heading} → ${target}`]))
  const left = columns.flatMap(({ heading, target }) => (target === null ? [heading] : []))
  io.err(printable(`Columns: ${taken.join(', ')}`))
  if (left.length > 0)
    io.err(printable(`Left out: ${left.join(', ')}. --map "${left[0]}=caption" takes one up.`))
  const shown = changes.slice(0, SHOWN_CHANGES)
  const rows = shown.map(({ imageId, fileName, what, from, to, fate }) => [
    String(imageId),
    fileName,
    what,
    fate,
    `${truncate(from, SHOWN)} → ${truncate(to, SHOWN)}`,
  ])
  if (rows.length > 0) io.out(formatTable(['ID', 'FILE', 'WHAT', '', 'FROM → TO'], rows, io.columns))
  const all = fates.set + fates.overwritten + fates.kept
  if (all > shown.length) io.out(`and ${all - shown.length} more`)
  io.out(summaryOf(report))
}

function summaryOf({ dryRun, rows, matched, fates }: CsvImportReport): string {
  const verb = dryRun ? 'would be taken up' : 'taken up'
  const parts = [
    `${matched} of ${count(rows, 'row')} found`,
    `${count(fates.set + fates.overwritten, 'change')} ${verb}`,
    ...(fates.overwritten > 0 ? [`${fates.overwritten} of them over a person's words`] : []),
    ...(fates.kept > 0 ? [`${fates.kept} left out for a person's words (--overwrite takes them)`] : []),
  ]
  return `${parts.join(', ')}.`
}
