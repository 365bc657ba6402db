'use client'
/** One engine in a device's memory: what it takes, and how long it stays. */
import type { LedgerEntry, ResidencyRequest } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { Button } from '@vitrine/ui/button'
import { Select } from '@vitrine/ui/select'
import { Switch } from '@vitrine/ui/switch'
import { useId } from 'react'
import { formatBytes } from '../image-detail/image-words.ts'
import { residencyTones } from '../system/system-words.ts'
import { describeUse, fromKeepAlive, keepAliveOptions, toKeepAlive } from './device-words.ts'

export interface EngineMemoryProps {
  entry: LedgerEntry
  isBusy: boolean
  onResidency: (request: ResidencyRequest) => void
}

export function EngineMemory({ entry, isBusy, onResidency }: EngineMemoryProps) {
  return (
    <li className="grid gap-2 border-line border-t pt-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-medium text-sm">{entry.engine}</h3>
        <Badge tone={residencyTones[entry.residency]}>{entry.residency}</Badge>
        {entry.isPinned && <Badge tone="accent">pinned</Badge>}
        {entry.model && (
          <span className="text-ink-faint text-xs [overflow-wrap:anywhere]">
            {entry.model.id} · {entry.model.dtype}
          </span>
        )}
        {entry.residency !== 'absent' && (
          <MoveButton entry={entry} isBusy={isBusy} onResidency={onResidency} />
        )}
      </div>
      <p className="text-ink-soft text-sm">{describeUse(entry)}</p>
      <Measures entry={entry} />
      {entry.residency !== 'absent' && (
        <StayControls entry={entry} isBusy={isBusy} onResidency={onResidency} />
      )}
    </li>
  )
}

/** The figures behind the sentence, once there are any. */
function Measures({ entry }: { entry: LedgerEntry }) {
  if (entry.loadedBytes === null && entry.peakBytes === null) return null
  const measures: [string, number | null][] = [
    ['Used before', entry.beforeBytes],
    ['After loading', entry.loadedBytes],
    ['Peak', entry.peakBytes],
    ['Expected', entry.expectedBytes],
  ]
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-1 text-sm sm:grid-cols-4">
      {measures.map(([name, bytes]) => (
        <div key={name}>
          <dt className="text-ink-faint text-xs">{name}</dt>
          <dd className="tabular-nums">{bytes === null ? 'not measured' : formatBytes(bytes)}</dd>
        </div>
      ))}
    </dl>
  )
}

function MoveButton({ entry, isBusy, onResidency }: EngineMemoryProps) {
  const isIn = entry.residency === 'loaded' || entry.residency === 'loading'
  return (
    <Button
      size="sm"
      className="ml-auto"
      busy={isBusy || entry.residency === 'loading'}
      aria-label={`${isIn ? 'Eject' : 'Load'} ${entry.engine}`}
      onClick={() => onResidency({ action: isIn ? 'eject' : 'load' })}
    >
      {isIn ? 'Eject' : 'Load'}
    </Button>
  )
}

/** How long it stays without work. */
function StayControls({ entry, isBusy, onResidency }: EngineMemoryProps) {
  const switchId = useId()
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-5 gap-y-2 text-sm">
      <span className="flex items-center gap-2">
        <Switch
          id={switchId}
          checked={entry.isPinned}
          disabled={isBusy}
          onCheckedChange={(isPinned) => onResidency({ action: isPinned ? 'pin' : 'unpin' })}
        />
        <label htmlFor={switchId}>
          Keep it loaded<span className="sr-only">: {entry.engine}</span>
        </label>
      </span>
      {!entry.isPinned && (
        <span className="flex items-center gap-2">
          <span aria-hidden className="text-ink-soft">
            When idle, keep for
          </span>
          <Select
            label={`How long ${entry.engine} stays when idle`}
            className="w-32"
            value={toKeepAlive(entry.keepAliveMinutes)}
            options={keepAliveOptions(entry.keepAliveMinutes)}
            disabled={isBusy}
            onChange={(value) => onResidency({ action: 'keep-alive', minutes: fromKeepAlive(value) })}
          />
        </span>
      )}
    </div>
  )
}
