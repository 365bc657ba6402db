/** One image in, everything Vitrine can say about it out; nothing is stored. */
import {
  type AnalyzeResponse,
  AppError,
  type PerceptionResult,
  type ReasoningResult,
  type TriageDecision,
} from '@vitrine/contracts'
import type { ImageBytes } from '../inference/sidecar.ts'
import { decideTriage } from '../pipeline/triage.ts'
import type { RestServices } from './services.ts'

const OPTIONS = { priority: 'interactive' as const, deadlineMs: 120_000 }

export async function analyze(
  services: Pick<RestServices, 'db' | 'inference' | 'logError'>,
  image: ImageBytes,
  signal: AbortSignal,
): Promise<AnalyzeResponse> {
  const perception = await services.inference.perceive(image, OPTIONS, signal)
  const { triage: thresholds } = await services.db.settings.get()
  const triage = decideTriage(perception, thresholds)
  const answer = { fileName: image.fileName, perception, triage }
  if (!triage.needsReasoning) return { ...answer, reading: null, readingStatus: 'not-needed' }
  return { ...answer, ...(await read(services, { image, perception, triage }, signal)) }
}

/** A failed reading does not cost the caller what stage 1 found. */
async function read(
  services: Pick<RestServices, 'inference' | 'logError'>,
  seen: { image: ImageBytes; perception: PerceptionResult; triage: TriageDecision },
  signal: AbortSignal,
): Promise<{ reading: ReasoningResult | null; readingStatus: AnalyzeResponse['readingStatus'] }> {
  const { image, perception, triage } = seen
  const options = { ...OPTIONS, reasons: triage.reasons, perception }
  try {
    return { reading: await services.inference.reason(image, options, signal), readingStatus: 'done' }
  } catch (thrown) {
    const error = AppError.from(thrown)
    if (error.code === 'cancelled') throw error
    if (error.code === 'no-engine') return { reading: null, readingStatus: 'no-reasoning-engine' }
    services.logError(error, 'rest analyze: reading')
    return { reading: null, readingStatus: 'failed' }
  }
}
