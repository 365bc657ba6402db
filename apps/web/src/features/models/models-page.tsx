'use client'
/** The models: what is here, what can be had, on what it runs, and what it takes of the memory. */
import type { ModelsReport, StageName, Weights } from '@vitrine/contracts'
import { EmptyState } from '@vitrine/ui/empty-state'
import { ErrorState } from '@vitrine/ui/error-state'
import { Skeleton } from '@vitrine/ui/skeleton'
import { Boxes } from 'lucide-react'
import { messageOf } from '../live/error-message.ts'
import { BuiltinCard } from './builtin-card.tsx'
import { DevicesCard } from './devices-card.tsx'
import { HubHelp } from './hub-help.tsx'
import { MachineSetCard } from './machine-set-card.tsx'
import { MemoryCard } from './memory-card.tsx'
import { isHubWanted, ledgerOf, readingWeights } from './read-report.ts'
import { ReasoningCard } from './reasoning-card.tsx'
import { ServersCard } from './servers-card.tsx'
import { type ModelActions, useModelActions } from './use-model-actions.ts'
import { useModelsReport } from './use-models-report.ts'
import { WeightsCard } from './weights-card.tsx'

/** The page. A report that could be read before stays on screen while a new one fails. */
export function ModelsPage() {
  const report = useModelsReport()
  const actions = useModelActions()
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-4 p-4 sm:p-6">
      <div className="grid gap-1">
        <h1 className="font-semibold text-2xl tracking-tight">Models</h1>
        <p className="max-w-3xl text-pretty text-ink-soft text-sm">
          What reads your pictures and answers questions about them. Models are downloaded once and run on
          this machine; pictures leave it only for a server that you name.
        </p>
      </div>
      {report.isPending && <ModelsSkeleton />}
      {report.isError && !report.data && (
        <ErrorState
          title="The models could not be loaded"
          message={messageOf(report.error)}
          suggestion="They are known to the inference process. It is started again by itself when it ends."
          onRetry={() => void report.refetch()}
        />
      )}
      {report.isError && report.data && (
        <p role="status" className="rounded-lg bg-warning-soft px-3 py-2 text-sm text-warning-ink">
          {messageOf(report.error)} This is what was known last.
        </p>
      )}
      {report.data && <Report report={report.data} actions={actions} />}
    </div>
  )
}

function Report({ report, actions }: { report: ModelsReport; actions: ModelActions }) {
  const ledger = ledgerOf(report)
  const builtin = report.models.filter(({ engine }) => engine === 'builtin')
  const recommended = report.weights.find(({ isRecommended }) => isRecommended) ?? report.weights[0] ?? null
  const cardsOf = (stage: StageName) =>
    report.weights
      .filter(({ stages }) => stages.includes(stage))
      .map((weights) => (
        <WeightsCard
          key={weights.key}
          weights={withoutHubProblem(weights, report.hub)}
          ledger={ledger}
          isBusy={actions.isBusy(weights.key)}
          onAction={(action) => actions.act(action, weights.key)}
        />
      ))
  return (
    <>
      <HubHelp
        hub={report.hub}
        isWanted={isHubWanted(report)}
        isBuiltinReading={readingWeights(report) === null}
        offlineFolder={report.offlineFolder}
        weights={recommended}
        isRescanning={actions.isRescanning}
        onRescan={actions.rescan}
      />
      <MachineSetCard report={report} actions={actions} />
      <Heading id="reading">Reads every picture</Heading>
      {report.weights.length === 0 && builtin.length === 0 && (
        <EmptyState icon={<Boxes />} title="No models are known">
          The inference process knows of no models that could be had here.
        </EmptyState>
      )}
      <ul aria-label="Models that read" className="grid gap-4 *:min-w-0 lg:grid-cols-2">
        {cardsOf('perception')}
        {builtin.length > 0 && <BuiltinCard models={builtin} isReading={readingWeights(report) === null} />}
      </ul>
      <Heading id="asking">Answers questions and reads deeply</Heading>
      <div className="grid items-start gap-4 *:min-w-0 lg:grid-cols-2">
        <ReasoningCard models={report.models} />
        <ServersCard />
      </div>
      <ul aria-label="Models that answer" className="grid gap-4 *:min-w-0 lg:grid-cols-2">
        {cardsOf('reasoning')}
      </ul>
      <Heading id="machine">This machine</Heading>
      <div className="grid items-start gap-4 *:min-w-0 lg:grid-cols-2">
        <DevicesCard devices={report.devices} isProbing={actions.isProbing} onProbe={actions.probeDevices} />
        {report.ledgers.map((one) => (
          <MemoryCard
            key={one.device}
            ledger={one}
            isMoving={actions.isMoving}
            onResidency={actions.setResidency}
          />
        ))}
      </div>
    </>
  )
}

function Heading({ id, children }: { id: string; children: string }) {
  return (
    <h2 id={id} className="mt-2 scroll-mt-20 font-semibold text-lg">
      {children}
    </h2>
  )
}

/** What ails the hub is said once for the page, not on every card. */
function withoutHubProblem(weights: Weights, hub: ModelsReport['hub']): Weights {
  return hub.isReachable === false && weights.problem === hub.problem
    ? { ...weights, problem: null }
    : weights
}

/** Holds the cards' places. */
function ModelsSkeleton() {
  return (
    <div role="status" aria-label="Loading the models" className="grid gap-4 lg:grid-cols-2">
      {['a', 'b', 'c', 'd'].map((place) => (
        <Skeleton key={place} className="h-72 rounded-xl" />
      ))}
    </div>
  )
}
