'use client'
/** A word about models above the gallery: better ones can be had, are on their way, or have come. It can be put away. */
import type { ModelsReport } from '@vitrine/contracts'
import { ArrivalNotice } from './arrival-notice.tsx'
import { arrivalOf, chooseNotice } from './choose-notice.ts'
import { useNoticeMemory } from './notice-memory.ts'
import { DownloadNotice, OfferNotice } from './offer-notice.tsx'
import { useModelActions } from './use-model-actions.ts'
import { useModelsReport } from './use-models-report.ts'

/** Nobody waits for it here. */
const SLOW_MS = 15_000

/** Nothing until there is something to say; a sidecar that does not answer is told of elsewhere. */
export function ModelNotice() {
  const { data: report } = useModelsReport({ slowMs: SLOW_MS })
  return report ? <Notice report={report} /> : null
}

function Notice({ report }: { report: ModelsReport }) {
  const { memory, remember } = useNoticeMemory()
  const actions = useModelActions()
  const notice = chooseNotice(report, memory)
  if (!notice) return null
  const { weights } = notice
  const decline = () => remember({ isOfferDismissed: true })
  switch (notice.kind) {
    case 'offer':
      return (
        <OfferNotice
          weights={weights}
          hasFailed={notice.hasFailed}
          isBusy={actions.isBusy(weights.key)}
          onDownload={() => actions.act('download', weights.key)}
          onDismiss={decline}
        />
      )
    case 'download':
      return <DownloadNotice weights={weights} onDismiss={decline} />
    case 'arrival':
      return (
        <ArrivalNotice weights={weights} onDismiss={() => remember({ knownArrival: arrivalOf(weights) })} />
      )
  }
}
