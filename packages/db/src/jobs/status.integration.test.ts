import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ClaimedJob } from '../db.ts'
import { createTestDb, makeNewImage, makePerception, makeTriage, type TestDb } from '../testing.ts'

let test: TestDb
let now = 1_700_000_000_000
beforeEach(() => {
  now = 1_700_000_000_000
  test = createTestDb({ now: () => now })
})
afterEach(() => test.dispose())

const create = (seed: string) => test.db.images.create(makeNewImage(seed))
const claim = (limit: number) => test.db.jobs.claim({ stage: 'perception', limit, leaseMs: 60_000 })
const commit = (job: ClaimedJob) =>
  test.db.jobs.commitPerception(job, {
    result: makePerception(),
    triage: makeTriage(),
    hasReasoningEngine: true,
  })

describe('status', () => {
  it('knows the pace and the time left', async () => {
    for (let index = 0; index < 30; index++) await create(`image ${index}`)
    for (const job of await claim(20)) {
      now += 500
      await commit(job)
    }
    const status = await test.db.jobs.status()
    expect(status).toMatchObject({ ready: 20, queued: 10 })
    expect(status.imagesPerSecond).toBeCloseTo(2.1, 1)
    expect(status.secondsLeft).toBeCloseTo(4.75, 1)
  })
  it('has no pace when nothing ran for a minute', async () => {
    await create('a')
    for (const job of await claim(1)) await commit(job)
    now += 61_000
    expect(await test.db.jobs.status()).toMatchObject({ imagesPerSecond: null, secondsLeft: null })
  })
})
