'use client'
/** How far the reading is, on every page while there is something to tell. */
import { useMutation, useQuery } from '@tanstack/react-query'
import type { PipelineStatus } from '@vitrine/contracts'
import { ConfirmDialog } from '@vitrine/ui/confirm-dialog'
import { IconButton } from '@vitrine/ui/icon-button'
import { toast } from '@vitrine/ui/toast'
import { CircleX, Pause, Play, RotateCcw, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { messageOf } from './error-message.ts'
import { countOf, inHand, isWorthShowing, pace, summarise } from './pipeline-words.ts'
import { StageCounts } from './stage-counts.tsx'

/** The pace changes without any event, so it is asked for while something is in hand. */
const PACE_MS = 3000

/** The strip at the foot of the page. It stands over the page's empty end and moves nothing. */
export function PipelineStrip() {
  const trpc = useTRPC()
  const { data: status } = useQuery(
    trpc.pipeline.status.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data && inHand(state.data) > 0 ? PACE_MS : false),
    }),
  )
  const onError = (error: unknown) => toast.error('That did not work', { description: messageOf(error) })
  const pause = useMutation(trpc.pipeline.pause.mutationOptions({ onError }))
  const resume = useMutation(trpc.pipeline.resume.mutationOptions({ onError }))
  const cancel = useMutation(trpc.pipeline.cancel.mutationOptions({ onError }))
  const retry = useMutation(trpc.pipeline.retryFailed.mutationOptions({ onError }))
  if (!status || !isWorthShowing(status)) return null
  return (
    <PipelineStripView
      status={status}
      onPause={() => pause.mutate()}
      onResume={() => resume.mutate()}
      onCancel={() => cancel.mutate({})}
      onRetryFailed={() => retry.mutate()}
    />
  )
}

export interface PipelineStripViewProps {
  status: PipelineStatus
  onPause: () => void
  onResume: () => void
  onCancel: () => void
  onRetryFailed: () => void
}

export function PipelineStripView({ status, ...act }: PipelineStripViewProps) {
  const [isAsking, setIsAsking] = useState(false)
  const left = inHand(status)
  const speed = pace(status)
  return (
    <section
      aria-label="Reading"
      className="pop pointer-events-auto w-full rounded-xl border border-line bg-raised/95 shadow-lg backdrop-blur-sm sm:w-auto"
    >
      {status.problem ? (
        <p
          role="alert"
          className="flex items-center gap-2 border-line border-b px-3 py-2 text-sm text-warning-ink"
        >
          <TriangleAlert aria-hidden className="size-4 shrink-0" />
          {status.problem}
        </p>
      ) : null}
      <div className="flex min-h-11 items-center gap-3 py-1 pr-1.5 pl-3.5">
        <p className="min-w-0 flex-1 truncate text-sm sm:flex-none">
          <span className="font-medium text-ink">{summarise(status)}</span>
          {speed ? <span className="text-ink-soft tabular-nums"> · {speed}</span> : null}
        </p>
        <StageCounts status={status} />
        <div className="flex shrink-0 items-center">
          {status.failed > 0 ? (
            <IconButton
              label={`Retry ${countOf(status.failed, 'failed image')}`}
              size="sm"
              tooltip="top"
              onClick={act.onRetryFailed}
            >
              <RotateCcw />
            </IconButton>
          ) : null}
          <IconButton
            label={status.paused ? 'Resume reading' : 'Pause reading'}
            size="sm"
            tooltip="top"
            onClick={status.paused ? act.onResume : act.onPause}
          >
            {status.paused ? <Play /> : <Pause />}
          </IconButton>
          {left > 0 ? (
            <IconButton label="Cancel reading" size="sm" tooltip="top" onClick={() => setIsAsking(true)}>
              <CircleX />
            </IconButton>
          ) : null}
        </div>
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Cancel the reading of ${countOf(left, 'image')}?`}
        description="The images stay in the library. They are found by name only, until you read them again."
        action="Cancel reading"
        onConfirm={act.onCancel}
      />
    </section>
  )
}
