/** Whether and when a job is tried again. Pure; chance comes in as an argument. */
const FIRST_DELAY_MS = 2_000
const LONGEST_DELAY_MS = 5 * 60_000

/**
 * Milliseconds until the next try: doubling from 2 s to 5 min, then half to one and a half times that,
 * so that what failed together is not tried together. `random` is 0..1.
 */
export function retryDelayMs(attempts: number, random: number): number {
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, attempts - 1))
  return Math.round(delay * (0.5 + random))
}

/** A worker that stops in the middle is most likely a restart, and says little about the image. */
const HARMLESS_EXPIRIES = 3
const MAX_EXPIRIES = 25

/** What becomes of a job whose holder has stopped in the middle for the `expiries`-th time. */
export function decideExpiry(expiries: number, chance: { now: number; random: number }): RetryDecision {
  if (expiries >= MAX_EXPIRIES) return { type: 'give-up' }
  if (expiries <= HARMLESS_EXPIRIES) return { type: 'retry', at: chance.now }
  return { type: 'retry', at: chance.now + retryDelayMs(expiries - HARMLESS_EXPIRIES, chance.random) }
}

export type RetryDecision = { type: 'retry'; at: number } | { type: 'give-up' }

/** What becomes of a job whose attempt number `attempts` failed at `now`. */
export function decideRetry(
  job: { attempts: number; maxAttempts: number },
  failure: { retryable: boolean; now: number; random: number },
): RetryDecision {
  if (!failure.retryable || job.attempts >= job.maxAttempts) return { type: 'give-up' }
  return { type: 'retry', at: failure.now + retryDelayMs(job.attempts, failure.random) }
}
