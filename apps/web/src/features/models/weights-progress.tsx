import type { Weights } from '@vitrine/contracts'
import { Progress } from '@vitrine/ui/progress'
import { announce, describeProgress, shareOf } from './weights-words.ts'

/** How far a download is, with bytes, pace and time left. Said aloud at each quarter only. */
export function WeightsProgress({ weights }: { weights: Pick<Weights, 'title' | 'progress' | 'state'> }) {
  const isShown = weights.state === 'downloading' || weights.state === 'verifying'
  return (
    <>
      {isShown && (
        <div className="grid gap-1.5">
          <Progress label={`Download of ${weights.title}`} value={shareOf(weights)} />
          <p className="text-ink-soft text-sm tabular-nums">{describeProgress(weights)}</p>
        </div>
      )}
      <p role="status" className="sr-only">
        {announce(weights)}
      </p>
    </>
  )
}
