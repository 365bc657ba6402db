/** What becomes of a job whose handler threw: pure, so that every case is a row in a table. */
import type { AppError, EngineName, ErrorCode, JobOutcome } from '@vitrine/contracts'

/** Waits grow from the first to the last of these, in milliseconds. */
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000

/**
 * `wait`: nothing is wrong with the image, the world is not ready; no attempt is spent.
 * `release`: this worker was told to stop; the job goes back at once.
 * `give-up`: trying again gives the same answer.
 * `try-again`: it may have been the image; an attempt is spent.
 */
type Verdict = 'wait' | 'release' | 'give-up' | 'try-again'

const VERDICT: Record<ErrorCode, Verdict> = {
  'engine-busy': 'wait',
  'engine-starting': 'wait',
  'sidecar-unreachable': 'wait',
  'database-busy': 'wait',
  'storage-full': 'wait',
  'no-engine': 'wait',
  cancelled: 'release',
  'bad-request': 'give-up',
  unauthorized: 'give-up',
  'not-found': 'give-up',
  conflict: 'give-up',
  'too-large': 'give-up',
  'too-many-pixels': 'give-up',
  'unsupported-media': 'give-up',
  'undecodable-image': 'give-up',
  'task-unsupported': 'give-up',
  'engine-crashed': 'try-again',
  'out-of-memory': 'try-again',
  'hub-unreachable': 'try-again',
  'deadline-exceeded': 'try-again',
  internal: 'try-again',
}

/** An engine that was asked for by name may never come: the person is told so, instead of waiting without end. */
function verdictOn(code: ErrorCode, wanted: EngineName | null): Verdict {
  return code === 'no-engine' && wanted !== null ? 'try-again' : VERDICT[code]
}

/**
 * How a failed try ends, given the time now in milliseconds since 1970 and the engine that the job asks for,
 * null for any.
 */
export function outcomeOf(
  error: AppError,
  now: number,
  wanted: EngineName | null = null,
): Exclude<JobOutcome, { type: 'succeeded' }> {
  const verdict = verdictOn(error.code, wanted)
  switch (verdict) {
    case 'wait':
      return { type: 'retryLater', at: now + waitMs(error), reason: error.message }
    case 'release':
      return { type: 'retryLater', at: now, reason: 'The work was interrupted and goes on soon.' }
    case 'give-up':
    case 'try-again':
      return {
        type: 'failed',
        code: error.code,
        reason: error.suggestion ? `${error.message} ${error.suggestion}` : error.message,
        retryable: verdict === 'try-again',
      }
  }
}

function waitMs({ retryAfterSeconds }: AppError): number {
  if (retryAfterSeconds === undefined) return FIRST_WAIT_MS
  return Math.min(LONGEST_WAIT_MS, Math.max(FIRST_WAIT_MS / 4, retryAfterSeconds * 1000))
}
