import { describe, expect, it } from 'vitest'
import { decideExpiry, decideRetry, retryDelayMs } from './retry.ts'

describe('retryDelayMs', () => {
  it.each([
    [1, 0.5, 2_000],
    [2, 0.5, 4_000],
    [3, 0.5, 8_000],
    [1, 0, 1_000],
    [1, 1, 3_000],
    [20, 0.5, 300_000],
    [20, 1, 450_000],
  ])('after attempt %i with chance %f waits %i ms', (attempts, random, delay) => {
    expect(retryDelayMs(attempts, random)).toBe(delay)
  })
})

describe('decideRetry', () => {
  const failure = { retryable: true, now: 1_000, random: 0.5 }
  it('tries again while attempts are left', () => {
    expect(decideRetry({ attempts: 1, maxAttempts: 3 }, failure)).toEqual({ type: 'retry', at: 3_000 })
  })
  it('gives up after the last attempt', () => {
    expect(decideRetry({ attempts: 3, maxAttempts: 3 }, failure)).toEqual({ type: 'give-up' })
  })
  it('gives up at once on what cannot get better', () => {
    expect(decideRetry({ attempts: 1, maxAttempts: 3 }, { ...failure, retryable: false })).toEqual({
      type: 'give-up',
    })
  })
})

describe('decideExpiry', () => {
  it.each([
    [1, { type: 'retry', at: 1_000 }],
    [3, { type: 'retry', at: 1_000 }],
    [4, { type: 'retry', at: 3_000 }],
    [24, { type: 'retry', at: 301_000 }],
    [25, { type: 'give-up' }],
  ])('after %i stops in the middle decides %o', (expiries, decision) => {
    expect(decideExpiry(expiries, { now: 1_000, random: 0.5 })).toEqual(decision)
  })
})
