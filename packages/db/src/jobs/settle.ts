/** The end of a claim that did not succeed. */
import type { JobOutcome, JobState } from '@vitrine/contracts'
import { type StoreContext, writeChange } from '../context.ts'
import type { ClaimedJob } from '../db.ts'
import { moveOn } from '../images/changes.ts'
import type { Moment } from '../images/progress.ts'
import { decideRetry } from './retry.ts'

export type UnsuccessfulOutcome = Exclude<JobOutcome, { type: 'succeeded' }>

/** What to write for an outcome. */
export interface Settlement {
  state: Extract<JobState, 'queued' | 'failed' | 'skipped'>
  runAt: number
  attempts: number
  detail: string
  errorCode: string | null
  moment: Moment
}

/** Pure: what becomes of a claimed job. */
export function decideSettlement(
  job: Pick<ClaimedJob, 'stage' | 'attempts' | 'maxAttempts'>,
  outcome: UnsuccessfulOutcome,
  { now, random }: { now: number; random: number },
): Settlement {
  const { stage, attempts } = job
  const postponed: Moment = { type: `${stage}.postponed` }
  switch (outcome.type) {
    case 'skipped':
      return {
        state: 'skipped',
        runAt: now,
        attempts,
        detail: outcome.reason,
        errorCode: null,
        moment: { type: `${stage}.cancelled` },
      }
    case 'retryLater':
      return {
        state: 'queued',
        runAt: outcome.at,
        attempts: Math.max(0, attempts - 1),
        detail: outcome.reason,
        errorCode: null,
        moment: postponed,
      }
    case 'failed': {
      const decision = decideRetry(job, { retryable: outcome.retryable, now, random })
      const rest = { attempts, detail: outcome.reason, errorCode: outcome.code }
      if (decision.type === 'retry')
        return { state: 'queued', runAt: decision.at, ...rest, moment: postponed }
      return {
        state: 'failed',
        runAt: now,
        ...rest,
        moment: { type: `${stage}.failed`, reason: outcome.reason },
      }
    }
  }
}

/** Writes nothing when the claim is no longer ours. */
export function settleJob(
  context: StoreContext,
  job: ClaimedJob,
  outcome: UnsuccessfulOutcome,
): Promise<void> {
  return writeChange(context, (change) => {
    const { db, at: now } = change
    const random = context.handle.random()
    const { moment, ...columns } = decideSettlement(job, outcome, { now, random })
    const { changes } = db
      .prepare(
        `UPDATE Job SET state = @state, runAt = @runAt, attempts = @attempts, detail = @detail,
                errorCode = @errorCode, leaseUntil = NULL, token = NULL, finishedAt = @finishedAt
         WHERE id = @id AND token = @token AND state = 'running'`,
      )
      .run({
        ...columns,
        id: job.id,
        token: job.token,
        finishedAt: columns.state === 'queued' ? null : now,
      })
    if (changes === 1) moveOn(change, [job.imageId], moment)
  })
}
