import { AppError } from '@vitrine/contracts'
import type { ClaimedJob } from '@vitrine/db'
import type { PipelineDeps } from './deps.ts'
import { loadImage } from './perceive.ts'

/** A language model on a CPU takes minutes. */
const DEADLINE_MS = 600_000

/** Stage 2 of one image, with what stage 1 saw as context. */
export async function reason(
  deps: PipelineDeps,
  job: ClaimedJob,
  signal: AbortSignal,
): Promise<'committed' | 'stale'> {
  if (!job.perception) throw new AppError('conflict', 'There is no first reading to build on.')
  const image = await loadImage(deps, job)
  const options = {
    priority: job.interactive ? ('interactive' as const) : ('batch' as const),
    deadlineMs: DEADLINE_MS,
    reasons: job.triage?.reasons ?? [],
    perception: job.perception,
    ...(job.engine === null ? {} : { engine: job.engine }),
  }
  const result = await deps.inference.reason(image, options, signal)
  return deps.jobs.commitReasoning(job, result)
}
