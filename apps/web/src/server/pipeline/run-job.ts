/** One claimed job from start to end: keep the lease, run the handler, settle whatever happens. */
import { AppError } from '@vitrine/contracts'
import type { ClaimedJob } from '@vitrine/db'
import type { PipelineDeps } from './deps.ts'
import { perceive } from './perceive.ts'
import { reason } from './reason.ts'
import { outcomeOf } from './retry.ts'

const HANDLERS = { perception: perceive, reasoning: reason }

/** Never throws: what cannot be settled is logged, and the lease runs out by itself. */
export async function runJob(
  deps: PipelineDeps,
  job: ClaimedJob,
  options: { leaseMs: number; stop: AbortSignal },
): Promise<void> {
  const lease = keepLease(deps, job, options.leaseMs)
  const signal = AbortSignal.any([options.stop, lease.lost])
  try {
    const outcome = await HANDLERS[job.stage](deps, job, signal)
    if (outcome === 'stale')
      await deps.jobs.settle(job, {
        type: 'skipped',
        reason: 'The image was removed or queued anew meanwhile.',
      })
    deps.log.debug({ image: job.imageId, stage: job.stage, outcome }, 'job done')
  } catch (thrown) {
    if (!lease.lost.aborted) await settleFailure(deps, job, AppError.from(thrown))
  } finally {
    lease.release()
  }
}

async function settleFailure(deps: PipelineDeps, job: ClaimedJob, error: AppError): Promise<void> {
  const outcome = outcomeOf(error, deps.now(), job.engine)
  const context = { image: job.imageId, stage: job.stage, attempt: job.attempts, code: error.code }
  if (error.code === 'internal') deps.log.error({ ...context, err: error }, 'job failed unexpectedly')
  else if (outcome.type === 'failed') deps.log.warn(context, error.message)
  else deps.log.debug(context, error.message)
  try {
    await deps.jobs.settle(job, outcome)
  } catch (thrown) {
    deps.log.error(
      { ...context, err: AppError.from(thrown) },
      'could not settle a job; its lease will run out',
    )
  }
}

/** Renews the lease three times in its length. `lost` aborts once it is somebody else's, or the job was cancelled. */
function keepLease(deps: PipelineDeps, job: ClaimedJob, leaseMs: number) {
  const lost = new AbortController()
  const beat = async () => {
    try {
      if (!(await deps.jobs.heartbeat(job, leaseMs))) lost.abort()
    } catch (thrown) {
      deps.log.warn({ image: job.imageId, err: AppError.from(thrown) }, 'could not renew a lease')
    }
  }
  const timer = setInterval(() => void beat(), leaseMs / 3)
  return { lost: lost.signal, release: () => clearInterval(timer) }
}
