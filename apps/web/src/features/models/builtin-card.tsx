import type { ModelStatus } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { formatBytes } from '../image-detail/image-words.ts'

/** The engine that is always there: what works meanwhile, said as it is. */
export function BuiltinCard({ models, isReading }: { models: readonly ModelStatus[]; isReading: boolean }) {
  const bytes = models.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const licences = [...new Set(models.flatMap(({ licence }) => licence.split(', ')))].join(', ')
  return (
    <li className="flex min-w-0 flex-col gap-3 rounded-xl border border-line border-dashed p-4 sm:p-5 lg:col-span-2">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="mr-auto font-semibold text-ink">Builtin engine</h3>
        {isReading ? <Badge tone="success">in use</Badge> : null}
        <Badge tone="neutral">always there</Badge>
      </div>
      <p className="text-pretty text-ink-soft text-sm leading-relaxed">
        What works without any download. It recognises 80 kinds of everyday objects, reads printed text well,
        and puts its captions together from what it found. It does not describe scenes, and does not segment.
      </p>
      <p className="text-ink-faint text-xs">
        {[
          licences,
          bytes > 0 ? `${formatBytes(bytes)}, part of Vitrine` : 'part of Vitrine',
          'runs on any processor',
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
    </li>
  )
}
