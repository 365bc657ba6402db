/** Long runs of lines that are the same, folded away, so that the differences are in sight. Pure. */
import type { ComparedLine } from './compare-lines.ts'

/** A line, or how many were folded. */
export type FoldedLine = ComparedLine | { change: 'folded'; count: number }

/** Lines that stay in sight before and after a difference. */
const CONTEXT = 1

/** Folds what is the same and not next to a difference, where that saves more than one line. */
export function foldLines(lines: readonly ComparedLine[]): FoldedLine[] {
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ change }) => change !== 'same'),
  )
  const folded: FoldedLine[] = []
  let run: ComparedLine[] = []
  const endRun = () => {
    if (run.length > 1) folded.push({ change: 'folded', count: run.length })
    else folded.push(...run)
    run = []
  }
  for (const [index, line] of lines.entries()) {
    if (isNear[index]) {
      endRun()
      folded.push(line)
    } else run.push(line)
  }
  endRun()
  return folded
}
