'use client'
/** What an import would change, and which rows it has no use for. */
import type { CsvImportReport } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { Table, TableCell, TableHead, TableRow } from '@vitrine/ui/table'
import { countOf } from '../live/pipeline-words.ts'
import { changeWords, FATE_LABELS, summaryOf } from './import-words.ts'

/** So many tell what it is like; the summary counts them all. */
const SHOWN = 50
const TONES = { set: 'success', overwritten: 'danger', kept: 'warning' } as const

export function ImportPreview({ report }: { report: CsvImportReport }) {
  const { changes, fates, problems, problemCount, columnProblem } = report
  if (columnProblem !== null)
    return (
      <p role="status" className="text-danger-ink text-sm">
        {columnProblem}
      </p>
    )
  const all = fates.set + fates.overwritten + fates.kept
  const shown = changes.slice(0, SHOWN)
  return (
    <div className="grid gap-3">
      <p role="status" className="text-ink text-sm">
        {summaryOf(report)}
      </p>
      {shown.length > 0 ? (
        <div className="max-h-64 overflow-y-auto rounded-md border border-line">
          <Table label="Changes">
            <thead>
              <tr>
                <TableHead>Image</TableHead>
                <TableHead>What</TableHead>
                <TableHead>Now</TableHead>
                <TableHead>Then</TableHead>
              </tr>
            </thead>
            <tbody>
              {shown.map((change) => (
                <TableRow key={`${change.row} ${change.what} ${change.to}`}>
                  <TableCell className="max-w-32 truncate">{change.fileName}</TableCell>
                  <TableCell className="whitespace-nowrap">
                    {changeWords(change)} <Badge tone={TONES[change.fate]}>{FATE_LABELS[change.fate]}</Badge>
                  </TableCell>
                  <TableCell className="text-ink-soft">{change.from}</TableCell>
                  <TableCell>{change.to}</TableCell>
                </TableRow>
              ))}
            </tbody>
          </Table>
        </div>
      ) : null}
      {all > shown.length ? (
        <p className="text-ink-soft text-xs">and {countOf(all - shown.length, 'more', 'more')}</p>
      ) : null}
      {problemCount > 0 ? (
        <details className="text-sm">
          <summary className="cursor-pointer text-warning-ink">
            {countOf(problemCount, 'row')} cannot be taken up, in whole or in part
          </summary>
          <ul className="mt-2 grid max-h-40 gap-1 overflow-y-auto text-ink-soft">
            {problems.map(({ row, message }) => (
              <li key={`${row} ${message}`}>
                Row {row}: {message}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  )
}
