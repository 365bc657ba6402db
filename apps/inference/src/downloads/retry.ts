/** When a broken connection is tried again. */
import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '@vitrine/contracts'

export interface RetryRules {
  /** Failures in a row, without a byte in between, after which it is given up. */
  tries: number
  firstDelayMs: number
  maxDelayMs: number
  /** A hub that asks for a longer pause is not waited for. */
  maxRetryAfterMs: number
}

export const DEFAULT_RETRY_RULES: RetryRules = {
  tries: 6,
  firstDelayMs: 1_000,
  maxDelayMs: 30_000,
  maxRetryAfterMs: 120_000,
}

/** Milliseconds until the next try; null: it is given up. `failures`: in a row, at least 1. */
export function nextDelayMs(error: AppError, failures: number, rules: RetryRules): number | null {
  if (!error.retryable || error.code === 'storage-full' || failures >= rules.tries) return null
  if (error.retryAfterSeconds !== undefined) {
    const askedMs = error.retryAfterSeconds * 1000
    return askedMs <= rules.maxRetryAfterMs ? askedMs : null
  }
  return Math.min(rules.maxDelayMs, rules.firstDelayMs * 2 ** (failures - 1))
}

export interface RetryOptions {
  rules: RetryRules
  signal: AbortSignal
  /** Counts up as work gets on: after a step forward the tries begin anew. */
  progress?: () => number
}

/** Runs the work until it succeeds or is given up; throws the last AppError, or the signal's reason. */
export async function withRetries<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { rules, signal, progress = () => 0 } = options
  let failures = 0
  for (;;) {
    const before = progress()
    try {
      signal.throwIfAborted()
      return await work()
    } catch (thrown) {
      signal.throwIfAborted()
      const error = AppError.from(thrown)
      failures = progress() > before ? 1 : failures + 1
      const delayMs = nextDelayMs(error, failures, rules)
      if (delayMs === null) throw error
      await wait(delayMs, undefined, { signal })
    }
  }
}
