'use client'
/** A device's memory: who takes how much of it, and who stays. */
import type { EngineName, MemoryLedger, ResidencyRequest } from '@vitrine/contracts'
import { Card, CardBody, CardHeader } from '@vitrine/ui/card'
import { formatBytes } from '../image-detail/image-words.ts'
import { deviceNames, memoryParts, policies } from './device-words.ts'
import { EngineMemory } from './engine-memory.tsx'

export interface MemoryCardProps {
  ledger: MemoryLedger
  isMoving: (engine: EngineName) => boolean
  onResidency: (engine: EngineName, request: ResidencyRequest) => void
}

export function MemoryCard({ ledger, isMoving, onResidency }: MemoryCardProps) {
  const total = ledger.totalBytes === null ? '' : ` of ${formatBytes(ledger.totalBytes)}`
  return (
    <Card aria-label={`Memory: ${deviceNames[ledger.device]}`} className="min-w-0">
      <CardHeader
        title="Memory"
        description={`${deviceNames[ledger.device]}: models may take ${formatBytes(ledger.budgetBytes)}${total}. ${policies[ledger.policy]}`}
      />
      <CardBody className="grid gap-4">
        <MemoryBar ledger={ledger} />
        <ul aria-label="Engines in this memory" className="grid gap-4">
          {ledger.entries.map((entry) => (
            <EngineMemory
              key={entry.engine}
              entry={entry}
              isBusy={isMoving(entry.engine)}
              onResidency={(request) => onResidency(entry.engine, request)}
            />
          ))}
        </ul>
      </CardBody>
    </Card>
  )
}

const colours = ['bg-accent', 'bg-success', 'bg-ink-faint', 'bg-warning']
const colourOf = (name: string, index: number) =>
  name === 'free' ? 'bg-track' : (colours[index % colours.length] ?? 'bg-accent')

/** The bar, and the same in words: colour is not all there is. */
function MemoryBar({ ledger }: { ledger: MemoryLedger }) {
  const parts = memoryParts(ledger)
  return (
    <div className="grid gap-2">
      <div aria-hidden className="flex h-3 gap-px overflow-hidden rounded-full bg-track">
        {parts.map(({ name, share }, index) => (
          <span
            key={name}
            className={colourOf(name, index)}
            style={{ flexGrow: share === 0 ? 0 : Math.max(0.005, share) }}
          />
        ))}
      </div>
      <ul aria-label="Use of the memory" className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {parts.map(({ name, bytes }, index) => (
          <li key={name} className="flex items-center gap-2">
            <span aria-hidden className={`size-2.5 shrink-0 rounded-full ${colourOf(name, index)}`} />
            <span className="text-ink-soft">{name}</span>
            <span className="tabular-nums">{formatBytes(bytes)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
