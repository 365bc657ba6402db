/** What an import has come to so far: everything is counted, the first of everything is shown. */
import type { CsvImportReport, ImportProblem } from '@vitrine/contracts'
import type { PlannedRow } from '@vitrine/db'
import type { Column } from './columns.ts'

const MAX_CHANGES = 500
const MAX_PROBLEMS = 500

export function createTally(
  columns: readonly Column[],
  { dryRun, columnProblem }: Pick<CsvImportReport, 'dryRun' | 'columnProblem'>,
) {
  const report: CsvImportReport = {
    dryRun,
    columns: [...columns],
    columnProblem,
    rows: 0,
    matched: 0,
    fates: { set: 0, overwritten: 0, kept: 0 },
    changes: [],
    problemCount: 0,
    problems: [],
  }
  return {
    report,
    problem(problem: ImportProblem): void {
      report.problemCount += 1
      if (report.problems.length < MAX_PROBLEMS) report.problems.push(problem)
    },
    changes(row: number, { id, fileName, changes }: PlannedRow): void {
      for (const { what, from, to, fate } of changes) {
        report.fates[fate] += 1
        if (report.changes.length < MAX_CHANGES)
          report.changes.push({ row, imageId: id, fileName, what, from, to, fate })
      }
    },
  }
}
export type Tally = ReturnType<typeof createTally>
