/** A check in the size of a page. Pure. */
import type { LibraryCheck, LibraryCheckSummary } from '@vitrine/contracts'

const SHOWN = 20
const some = (all: readonly string[]) => ({ count: all.length, examples: all.slice(0, SHOWN) })

export function summarise({
  missing,
  corrupt,
  strangers,
  orphans,
  ...check
}: LibraryCheck): LibraryCheckSummary {
  const old = orphans.filter(({ isYoung }) => !isYoung)
  return {
    ...check,
    missing: some(missing),
    corrupt: some(corrupt),
    strangers: some(strangers),
    orphans: {
      count: old.length,
      bytes: old.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      young: orphans.length - old.length,
    },
  }
}
