'use client'
/** One set of weights: what it is for, what it takes, how far it is, and the one thing to do next. */
import type { MemoryLedger, Weights } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { Button } from '@vitrine/ui/button'
import { ConfirmDialog } from '@vitrine/ui/confirm-dialog'
import { Download, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { formatBytes } from '../image-detail/image-words.ts'
import { canComplete, canRemove, mainAction, type WeightsAction } from './weights-actions.ts'
import { WeightsProgress } from './weights-progress.tsx'
import {
  describeDtypes,
  describeMemoryNeed,
  describePurpose,
  describeSize,
  formatParameters,
  nameState,
  stateTones,
} from './weights-words.ts'

export interface WeightsCardProps {
  weights: Weights
  /** Of the device that would run it. */
  ledger: MemoryLedger | null
  isBusy: boolean
  onAction: (action: WeightsAction) => void
}

export function WeightsCard({ weights, ledger, isBusy, onAction }: WeightsCardProps) {
  return (
    <li className="flex min-w-0 flex-col gap-3 rounded-xl border border-line bg-surface p-4 sm:p-5">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="mr-auto font-semibold text-ink [overflow-wrap:anywhere]">{weights.title}</h3>
        <WeightsBadges weights={weights} />
      </div>
      <p className="text-pretty text-ink-soft text-sm leading-relaxed">{describePurpose(weights)}</p>
      <WeightsFacts weights={weights} ledger={ledger} />
      <WeightsProgress weights={weights} />
      {weights.problem !== null && (
        <p role="alert" className="rounded-lg bg-warning-soft px-3 py-2 text-sm text-warning-ink">
          {weights.problem}
        </p>
      )}
      <WeightsButtons weights={weights} isBusy={isBusy} onAction={onAction} />
    </li>
  )
}

function WeightsBadges({ weights }: { weights: Weights }) {
  return (
    <>
      {weights.isRecommended && <Badge tone="accent">recommended here</Badge>}
      {weights.isInUse && weights.state === 'present' && <Badge tone="success">in use</Badge>}
      <Badge tone={stateTones[weights.state]}>{nameState(weights)}</Badge>
    </>
  )
}

function WeightsFacts({ weights, ledger }: Pick<WeightsCardProps, 'weights' | 'ledger'>) {
  const memory = describeMemoryNeed(weights.memoryBytes, ledger)
  const facts = [
    { name: 'Licence', value: weights.licence },
    { name: 'Download', value: describeSize(weights) },
    { name: 'On disk', value: weights.diskBytes === 0 ? 'nothing yet' : formatBytes(weights.diskBytes) },
    { name: 'Parameters', value: formatParameters(weights.parameters) },
    { name: 'Memory needed', value: memory.words },
    { name: 'Precision', value: describeDtypes(weights.dtypes) || 'as it comes' },
  ]
  return (
    <div className="grid gap-2">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-2 text-sm sm:grid-cols-3">
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt className="text-ink-faint text-xs">{name}</dt>
            <dd className="text-ink tabular-nums [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
      {!memory.fits && (
        <p className="text-sm text-warning-ink">
          It needs more memory than this device may give. It may be slow here, or not load at all.
        </p>
      )}
      <p className="text-ink-faint text-xs [overflow-wrap:anywhere]">
        {weights.repository}
        {weights.revision === null ? '' : ` at ${weights.revision.slice(0, 12)}`}
        {weights.place === 'folder' ? ', from your folder, which Vitrine never changes' : ''}
      </p>
    </div>
  )
}

const labels: Record<Exclude<WeightsAction, 'none'>, string> = {
  download: 'Download',
  resume: 'Resume',
  cancel: 'Cancel',
  use: 'Use this',
  remove: 'Remove',
}

function WeightsButtons({ weights, isBusy, onAction }: Omit<WeightsCardProps, 'ledger'>) {
  const [isAsking, setIsAsking] = useState(false)
  const action = mainAction(weights)
  const act = (wanted: WeightsAction) => (wanted === 'remove' ? setIsAsking(true) : onAction(wanted))
  return (
    <div className="mt-auto flex flex-wrap items-center gap-2 pt-1">
      {action !== 'none' && (
        <Button
          variant={isPrimary(action, weights) ? 'primary' : 'secondary'}
          busy={isBusy}
          aria-label={`${labels[action]}: ${weights.title}`}
          onClick={() => act(action)}
        >
          {(action === 'download' || action === 'resume') && !isBusy ? <Download aria-hidden /> : null}
          {labels[action]}
        </Button>
      )}
      {canComplete(weights) && (
        <Button disabled={isBusy} onClick={() => onAction('download')}>
          Download the rest
        </Button>
      )}
      {action !== 'remove' && canRemove(weights) && (
        <Button
          variant="ghost"
          disabled={isBusy}
          aria-label={`Remove: ${weights.title}`}
          onClick={() => setIsAsking(true)}
        >
          <Trash2 aria-hidden /> Remove
        </Button>
      )}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Remove ${weights.title}?`}
        description={`${formatBytes(weights.diskBytes)} are freed. What it has read stays. To use it again it has to be downloaded again.`}
        action="Remove"
        onConfirm={() => onAction('remove')}
      />
    </div>
  )
}

/** One button of the page stands out: that of the weights that suit this machine. */
function isPrimary(action: WeightsAction, weights: Weights): boolean {
  if (action === 'download') return weights.isRecommended
  return action === 'resume' || action === 'use'
}
