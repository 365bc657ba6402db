/** What a check of the library has found, with what to do about it. */
import type { LibraryCheckSummary } from '@vitrine/contracts'
import { countOf } from '../live/pipeline-words.ts'

interface Fault {
  title: string
  advice: string
  examples: readonly string[]
  count: number
}

const FROM_BACKUP = 'npx vitrine check --repair <backup> puts them back from a backup.'

function faultsOf({ findings, missing, corrupt, strangers }: LibraryCheckSummary): Fault[] {
  const files = [
    { title: 'Stored files that are missing.', advice: FROM_BACKUP, ...missing },
    { title: 'Stored files whose bytes are not what they were.', advice: FROM_BACKUP, ...corrupt },
    {
      title: 'Files among the stored ones that are not Vitrine’s.',
      advice: 'They are left alone.',
      ...strangers,
    },
  ]
  return [
    ...findings.map(({ sentence, ...finding }) => ({ title: sentence, ...finding })),
    ...files.filter(({ count }) => count > 0),
  ]
}

/** Nothing where nothing is wrong. */
export function LibraryCheckFindings({ check }: { check: LibraryCheckSummary }) {
  const faults = faultsOf(check)
  if (faults.length === 0) return null
  return (
    <ul aria-label="What was found" className="grid gap-3">
      {faults.map(({ title, advice, examples, count }) => (
        <li key={title} className="rounded-lg bg-warning-soft px-3 py-2 text-sm text-warning-ink">
          <p className="font-medium">
            {countOf(count, 'time', 'times')}: {title}
          </p>
          <p>{advice}</p>
          <details className="mt-1">
            <summary className="cursor-pointer">Which</summary>
            <p className="[overflow-wrap:anywhere]">
              {examples.join(', ')}
              {count > examples.length && ' …'}
            </p>
          </details>
        </li>
      ))}
    </ul>
  )
}
