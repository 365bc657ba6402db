'use client'
/** One button to have both models on this machine's card. */
import type { EngineName, ModelsReport } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { Card, CardBody, CardHeader } from '@vitrine/ui/card'
import { DownloadIcon } from 'lucide-react'
import { describeSet, isComplete, machineSetOf, setAction } from './machine-set.ts'
import type { ModelActions } from './use-model-actions.ts'
import { WeightsProgress } from './weights-progress.tsx'

interface MachineSetProps {
  report: ModelsReport
  actions: Pick<ModelActions, 'act' | 'setResidency' | 'isBusy'>
}

/** Nothing without a card, and nothing once all is done. */
export function MachineSetCard({ report, actions }: MachineSetProps) {
  const set = machineSetOf(report)
  if (!set || isComplete(set)) return null
  const { reader, talker, missing, onTheirWay, isTogether } = set
  const label = setAction(set)
  const engines: readonly EngineName[] = isTogether ? [reader.engine, talker.engine] : []
  const press = () => {
    for (const { key } of missing) actions.act('download', key)
    // Those that are not here yet are held from when they come.
    for (const engine of engines) actions.setResidency(engine, { action: 'pin' })
  }
  return (
    <Card aria-label="Both models on this card">
      <CardHeader title="Both models on this card" description={describeSet(set)} />
      <CardBody className="grid gap-3">
        {onTheirWay.map((weights) => (
          <div key={weights.key} className="grid gap-1.5">
            <p className="font-medium text-sm">{weights.title}</p>
            <WeightsProgress weights={weights} />
          </div>
        ))}
        {label !== null && (
          <div>
            <Button
              variant="primary"
              busy={actions.isBusy(reader.key) || actions.isBusy(talker.key)}
              onClick={press}
            >
              {missing.length > 0 && <DownloadIcon aria-hidden />} {label}
            </Button>
          </div>
        )}
      </CardBody>
    </Card>
  )
}
