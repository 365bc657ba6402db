import { AppError } from '@vitrine/contracts'
import type { ClaimedJob } from '@vitrine/db'
import type { PipelineDeps } from './deps.ts'
import { decideTriage } from './triage.ts'

/** The most time one image may take, queueing in the sidecar included. */
const DEADLINE_MS = 180_000

/** Stage 1 of one image: load, call, decide, commit. */
export async function perceive(
  deps: PipelineDeps,
  job: ClaimedJob,
  signal: AbortSignal,
): Promise<'committed' | 'stale'> {
  const image = await loadImage(deps, job)
  const priority = job.interactive ? 'interactive' : 'batch'
  const { triage: thresholds, perception: settings } = await deps.settings.get()
  const wanted = job.engine === null ? {} : { engine: job.engine }
  const result = await deps.inference.perceive(
    image,
    { priority, deadlineMs: DEADLINE_MS, settings, ...wanted },
    signal,
  )
  return deps.jobs.commitPerception(job, {
    result,
    triage: decideTriage(result, thresholds),
    hasReasoningEngine: deps.inference.hasReasoningEngine() ?? false,
  })
}

/** The bytes to send: a lost file is the image's fault, not the disk's, so it is not tried again. */
export async function loadImage(deps: PipelineDeps, job: ClaimedJob) {
  const bytes = await deps.readBlob(job.source.sha256)
  if (bytes === null)
    throw new AppError('not-found', 'The stored file of this image is gone.', {
      suggestion: 'Upload it again.',
    })
  return { bytes, mediaType: job.source.mediaType, fileName: job.fileName }
}
