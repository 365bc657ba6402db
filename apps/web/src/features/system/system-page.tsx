'use client'
import { useQuery } from '@tanstack/react-query'
import { ErrorState } from '@vitrine/ui/error-state'
import { Skeleton } from '@vitrine/ui/skeleton'
import { useTRPC } from '~/trpc/client.tsx'
/** The system page: what runs, on what, how full, how fast; and the settings. */
import { messageOf } from '../live/error-message.ts'
import { useModelsReport } from '../models/use-models-report.ts'
import { BackupsCard } from './backups-card.tsx'
import { EnginesCard } from './engines-card.tsx'
import { ImportCard } from './import-card.tsx'
import { LibraryCheckCard } from './library-check-card.tsx'
import { MaintenanceCard } from './maintenance-card.tsx'
import { ModelsCard } from './models-card.tsx'
import { SettingsCard } from './settings-card.tsx'
import { PipelineCard, StorageCard, VersionsCard } from './state-cards.tsx'

/** States of engines change without an event: the page asks anew while it is open. */
const REFRESH_MS = 3000

/** Holds the cards' places. */
function SystemSkeleton() {
  return (
    <div role="status" aria-label="Loading the system report" className="grid gap-4 lg:grid-cols-2">
      <Skeleton className="h-48 rounded-xl lg:col-span-2" />
      <Skeleton className="h-80 rounded-xl" />
      <Skeleton className="h-80 rounded-xl" />
    </div>
  )
}

/** The page. A report that could be read before stays on screen while a new one fails. */
export function SystemPage() {
  const trpc = useTRPC()
  const report = useQuery(
    trpc.system.report.queryOptions(undefined, { refetchInterval: REFRESH_MS, staleTime: 0 }),
  )
  const models = useModelsReport()
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-4 p-4 sm:p-6">
      <h1 className="font-semibold text-2xl tracking-tight">System</h1>
      {report.isPending && <SystemSkeleton />}
      {report.isError && !report.data && (
        <ErrorState
          title="The system report could not be loaded"
          message={messageOf(report.error)}
          onRetry={() => void report.refetch()}
        />
      )}
      {report.data && (
        <div className="grid gap-4 *:min-w-0 lg:grid-cols-2">
          <div className="lg:col-span-2">
            <EnginesCard report={report.data} devices={models.data?.devices} />
          </div>
          <PipelineCard pipeline={report.data.pipeline} />
          <StorageCard storage={report.data.storage} importDir={report.data.importDir} />
          <div className="lg:col-span-2">
            <ModelsCard models={report.data.models} />
          </div>
        </div>
      )}
      <div className="grid items-start gap-4 *:min-w-0 lg:grid-cols-2">
        <div className="flex flex-col gap-4">
          <SettingsCard />
          <MaintenanceCard />
        </div>
        <div className="flex flex-col gap-4">
          {report.data && report.data.importDir !== null && report.data.importStatus && (
            <ImportCard dir={report.data.importDir} status={report.data.importStatus} />
          )}
          <LibraryCheckCard />
          <BackupsCard />
          {report.data && <VersionsCard report={report.data} />}
        </div>
      </div>
    </div>
  )
}
