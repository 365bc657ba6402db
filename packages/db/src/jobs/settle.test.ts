import { describe, expect, it } from 'vitest'
import { decideSettlement, type UnsuccessfulOutcome } from './settle.ts'

const job = { stage: 'perception', attempts: 2, maxAttempts: 5 } as const
const decide = (outcome: UnsuccessfulOutcome, attempts: number = job.attempts) =>
  decideSettlement({ ...job, attempts }, outcome, { now: 10_000, random: 0.5 })

describe('decideSettlement', () => {
  it('spends no attempt when the engine is busy', () => {
    const settled = decide({ type: 'retryLater', at: 12_345, reason: 'Busy.' })
    expect(settled).toMatchObject({ state: 'queued', runAt: 12_345, attempts: 1, detail: 'Busy.' })
    expect(settled.moment).toEqual({ type: 'perception.postponed' })
  })
  it('queues a failure that may get better, later and later', () => {
    const settled = decide({ type: 'failed', code: 'engine-crashed', reason: 'Crashed.', retryable: true })
    expect(settled).toMatchObject({
      state: 'queued',
      runAt: 14_000,
      attempts: 2,
      errorCode: 'engine-crashed',
    })
  })
  it('fails after the last attempt', () => {
    const settled = decide({ type: 'failed', code: 'engine-crashed', reason: 'Crashed.', retryable: true }, 5)
    expect(settled).toMatchObject({ state: 'failed', detail: 'Crashed.' })
    expect(settled.moment).toEqual({ type: 'perception.failed', reason: 'Crashed.' })
  })
  it('fails at once on what cannot get better', () => {
    const settled = decide({
      type: 'failed',
      code: 'undecodable-image',
      reason: 'No image.',
      retryable: false,
    })
    expect(settled).toMatchObject({ state: 'failed', errorCode: 'undecodable-image' })
  })
  it('keeps the reason of a skip', () => {
    const settled = decide({ type: 'skipped', reason: 'Gone.' })
    expect(settled).toMatchObject({ state: 'skipped', detail: 'Gone.' })
    expect(settled.moment).toEqual({ type: 'perception.cancelled' })
  })
})
