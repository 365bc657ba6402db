'use client'
/** The watched folder: whether it is watched, what came out of it, and what could not be read. */
import type { ImportStatus } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { Card, CardBody, CardHeader } from '@vitrine/ui/card'
import { FactList } from './fact-list.tsx'
import { formatNumber, importTones } from './system-words.ts'

/** Shown only where a folder is watched. */
export function ImportCard({ dir, status }: { dir: string; status: ImportStatus }) {
  const facts = [
    { name: 'Folder', value: dir },
    { name: 'Still to look at', value: formatNumber(status.waiting) },
    { name: 'Images taken in since the start', value: formatNumber(status.imported) },
    { name: 'Already known', value: formatNumber(status.duplicates) },
    { name: 'Could not be read', value: formatNumber(status.rejected) },
  ]
  return (
    <Card aria-label="Import folder">
      <CardHeader
        title="Import folder"
        action={<Badge tone={importTones[status.state]}>{status.state}</Badge>}
      />
      <CardBody>
        {status.problem !== null && (
          <p role="alert" className="mb-3 rounded-lg bg-warning-soft px-3 py-2 text-sm text-warning-ink">
            {status.problem}
          </p>
        )}
        <FactList facts={facts} />
        {status.failures.length > 0 && <Failures failures={status.failures} />}
      </CardBody>
    </Card>
  )
}

function Failures({ failures }: Pick<ImportStatus, 'failures'>) {
  return (
    <details className="mt-3 text-sm">
      <summary className="cursor-pointer text-ink-soft">The last files that could not be read</summary>
      <ul aria-label="Files that could not be read" className="mt-2 grid gap-1.5">
        {withKeys(failures).map(({ key, fileName, reason }) => (
          <li key={key} className="[overflow-wrap:anywhere]">
            <span className="text-ink">{fileName}</span> <span className="text-ink-soft">{reason}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Two folders may hold files of one name: a key counts how often its file came before. */
function withKeys(failures: ImportStatus['failures']) {
  const seen = new Map<string, number>()
  return failures.map((failure) => {
    const times = seen.get(failure.fileName) ?? 0
    seen.set(failure.fileName, times + 1)
    return { ...failure, key: `${failure.fileName}/${times}` }
  })
}
