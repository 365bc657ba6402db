/** How an image's status moves when something happens to one of its jobs. Pure. */
import type { ImageStatus, ReasoningStatus } from '@vitrine/contracts'

/** Where an image is in the pipeline. */
export interface Progress {
  status: ImageStatus
  reasoning: ReasoningStatus
  /** Why stage 1 failed, for a person. */
  failure: string | null
}

/** What an image already has from earlier runs: a cancelled re-run falls back to it. */
export interface Done {
  hasPerception: boolean
  hasReading: boolean
  /** Whether triage wanted stage 2 the last time. */
  wantsReading: boolean
}

export type Moment =
  | { type: 'perception.queued' }
  | { type: 'perception.started' }
  /** Back to the queue: busy, failed for now, or its lease ran out. */
  | { type: 'perception.postponed' }
  | { type: 'perception.committed'; next: 'not-needed' | 'queued' | 'waiting' }
  | { type: 'perception.failed'; reason: string }
  | { type: 'perception.cancelled' }
  | { type: 'reasoning.queued' }
  | { type: 'reasoning.waiting' }
  | { type: 'reasoning.postponed' }
  | { type: 'reasoning.started' }
  | { type: 'reasoning.committed' }
  | { type: 'reasoning.failed' }
  /** Cancelled, or skipped by the worker. */
  | { type: 'reasoning.cancelled' }

/** The reading's state when no job for it is live. */
function restingReading(done: Done): ReasoningStatus {
  if (done.hasReading) return 'done'
  return done.wantsReading ? 'skipped' : 'not-needed'
}

/** The progress after a moment. A stage-2 moment never hides that stage 1 is under way or has failed. */
export function advance(progress: Progress, moment: Moment, done: Done): Progress {
  const { reasoning } = progress
  const afterReading = (next: ReasoningStatus, status: ImageStatus): Progress =>
    progress.status === 'ready' || progress.status === 'reasoning'
      ? { status, reasoning: next, failure: null }
      : { ...progress, reasoning: next }
  switch (moment.type) {
    case 'perception.queued':
      return { status: 'queued', reasoning: 'unknown', failure: null }
    case 'perception.started':
      return { status: 'perceiving', reasoning, failure: null }
    case 'perception.postponed':
      return { status: 'queued', reasoning, failure: null }
    case 'perception.committed':
      if (moment.next === 'queued') return { status: 'reasoning', reasoning: 'queued', failure: null }
      if (moment.next === 'waiting') return { status: 'ready', reasoning: 'waiting', failure: null }
      return { status: 'ready', reasoning: done.hasReading ? 'done' : 'not-needed', failure: null }
    case 'perception.failed':
      return { status: 'failed', reasoning, failure: moment.reason }
    case 'perception.cancelled':
      return done.hasPerception
        ? { status: 'ready', reasoning: restingReading(done), failure: null }
        : { status: 'cancelled', reasoning: 'unknown', failure: null }
    case 'reasoning.queued':
    case 'reasoning.postponed':
      return afterReading('queued', 'reasoning')
    case 'reasoning.waiting':
      return afterReading('waiting', 'ready')
    case 'reasoning.started':
      return afterReading('running', 'reasoning')
    case 'reasoning.committed':
      return afterReading('done', 'ready')
    case 'reasoning.failed':
      return afterReading('failed', 'ready')
    case 'reasoning.cancelled':
      return afterReading(done.hasReading ? 'done' : 'skipped', 'ready')
  }
}
