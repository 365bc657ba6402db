import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ClaimedJob } from '../db.ts'
import {
  createTestDb,
  fakeSha256,
  makeNewImage,
  makePerception,
  makeReading,
  makeTriage,
  makeVariant,
  TEST_MODEL,
  type TestDb,
} from '../testing.ts'

const START = 1_700_000_000_000
const LEASE = 60_000
let test: TestDb
let now = START
beforeEach(() => {
  now = START
  test = createTestDb({ now: () => now, random: () => 0.5 })
})
afterEach(() => test.dispose())

const create = async (seed: string) => (await test.db.images.create(makeNewImage(seed))).id
const claim = (stage: 'perception' | 'reasoning' = 'perception', limit = 100) =>
  test.db.jobs.claim({ stage, limit, leaseMs: LEASE })
const statusOf = async (id: number) => {
  const card = await test.db.images.card(id)
  return card && { status: card.status, reasoning: card.reasoning, failure: card.failure }
}

async function claimOne(stage: 'perception' | 'reasoning' = 'perception'): Promise<ClaimedJob> {
  const [job] = await claim(stage, 1)
  if (!job) throw new Error(`There is no ${stage} job to claim.`)
  return job
}

const commit = (
  job: ClaimedJob,
  reasons: Parameters<typeof makeTriage>[0] = [],
  options: { hasReasoningEngine?: boolean; result?: ReturnType<typeof makePerception> } = {},
) =>
  test.db.jobs.commitPerception(job, {
    result: options.result ?? makePerception(),
    triage: makeTriage(reasons),
    hasReasoningEngine: options.hasReasoningEngine ?? true,
  })

describe('claim', () => {
  it('gives each job to one holder, oldest first, up to the limit', async () => {
    const ids = [await create('a'), await create('b'), await create('c')]
    expect((await claim('perception', 2)).map((job) => job.imageId)).toEqual(ids.slice(0, 2))
    expect((await claim('perception', 2)).map((job) => job.imageId)).toEqual(ids.slice(2))
    expect(await claim()).toEqual([])
    expect(await statusOf(ids[0] ?? 0)).toMatchObject({ status: 'perceiving' })
  })
  it('sends the raster where there is one', async () => {
    const raster = makeVariant('raster', {
      kind: 'raster',
      sha256: fakeSha256('raster'),
      mediaType: 'image/jpeg',
    })
    await test.db.images.create(makeNewImage('a', { mediaType: 'image/heic', variants: [raster] }))
    expect(await claimOne()).toMatchObject({
      fileName: 'a.jpg',
      source: { sha256: fakeSha256('raster'), mediaType: 'image/jpeg' },
      attempts: 1,
      interactive: false,
      perception: null,
    })
  })
  it('hands stage 2 what stage 1 saw', async () => {
    await create('a')
    const result = makePerception()
    await commit(await claimOne(), ['much-text'], { result })
    const job = await claimOne('reasoning')
    expect(job.perception).toEqual(result)
    expect(job.triage).toEqual(makeTriage(['much-text']))
  })
  it('takes what a person waits for first', async () => {
    const old = await create('old')
    await create('queued')
    await commit(await claimOne())
    await create('newer')
    await test.db.jobs.rerun({ ids: [old] }, 'perception')
    expect(await claimOne()).toMatchObject({ imageId: old, interactive: true })
  })
  it('gives nothing while paused, and everything afterwards', async () => {
    await create('a')
    await test.db.jobs.setPaused(true)
    expect(await claim()).toEqual([])
    expect(await test.db.jobs.status()).toMatchObject({ paused: true, queued: 1 })
    await test.db.jobs.setPaused(false)
    expect(await claim()).toHaveLength(1)
    const types = (await test.db.events.after(0, 100)).map(({ body }) => body.type)
    expect(types.filter((type) => type === 'pipeline.changed')).toHaveLength(2)
  })
})

describe('a lease', () => {
  it('that runs out goes to someone else, and the old token proves nothing', async () => {
    const id = await create('a')
    const lost = await claimOne()
    now += LEASE + 1
    const found = await claimOne()
    expect(found).toMatchObject({ imageId: id, attempts: 1 })
    expect(await test.db.jobs.heartbeat(lost, LEASE)).toBe(false)
    expect(await commit(lost)).toBe('stale')
    await test.db.jobs.settle(lost, { type: 'failed', code: 'internal', reason: 'No.', retryable: false })
    expect(await statusOf(id)).toMatchObject({ status: 'perceiving' })
    expect(await commit(found)).toBe('committed')
  })
  it('lives on with heartbeats', async () => {
    await create('a')
    const job = await claimOne()
    for (let beat = 0; beat < 5; beat++) {
      now += LEASE - 1
      expect(await test.db.jobs.heartbeat(job, LEASE)).toBe(true)
    }
    expect(await claim()).toEqual([])
    expect(await commit(job)).toBe('committed')
  })
  it('that always runs out fails in the end, with a reason', async () => {
    const id = await create('a')
    for (let round = 0; round < 60; round++) {
      await claim()
      now += 10 * 60_000
    }
    expect(await statusOf(id)).toMatchObject({ status: 'failed', failure: 'Stopped in the middle 25 times.' })
  })
})

describe('commitPerception', () => {
  it('makes the image ready and replaces what was seen before', async () => {
    const id = await create('a')
    await commit(await claimOne())
    expect(await statusOf(id)).toEqual({ status: 'ready', reasoning: 'not-needed', failure: null })
    await test.db.jobs.rerun({ ids: [id] }, 'perception')
    expect(await statusOf(id)).toMatchObject({ status: 'queued' })
    const result = makePerception({ detections: [], textRegions: [], caption: 'Nothing.' })
    await commit(await claimOne(), [], { result })
    const detail = await test.db.images.detail(id)
    expect(detail).toMatchObject({ caption: 'Nothing.', objectCount: 0, textLength: 0, text: '' })
    expect(detail?.annotations).toHaveLength(3)
  })
  it('writes nothing for an image that went meanwhile', async () => {
    const trashed = await create('trashed')
    const job = await claimOne()
    await test.db.images.trash({ ids: [trashed] })
    expect(await commit(job)).toBe('stale')
    await test.db.images.purge({ ids: [trashed] })
    expect(await commit(job)).toBe('stale')
  })
  it('writes nothing for a job that was superseded', async () => {
    const id = await create('a')
    const job = await claimOne()
    await test.db.jobs.rerun({ ids: [id] }, 'perception')
    expect(await commit(job)).toBe('stale')
    expect(await statusOf(id)).toMatchObject({ status: 'queued' })
  })
  it('lets the reading wait, visibly, until an engine exists', async () => {
    const id = await create('a')
    await commit(await claimOne(), ['receipt-like'], { hasReasoningEngine: false })
    expect(await statusOf(id)).toMatchObject({ status: 'ready', reasoning: 'waiting' })
    expect(await test.db.jobs.status()).toMatchObject({ ready: 1, waitingForReasoning: 1 })
    expect(await claim('reasoning')).toEqual([])
    expect(await test.db.jobs.setReasoningAvailable(true)).toBe(1)
    expect(await statusOf(id)).toMatchObject({ status: 'reasoning', reasoning: 'queued' })
    expect(await test.db.jobs.setReasoningAvailable(false)).toBe(1)
    expect(await statusOf(id)).toMatchObject({ status: 'ready', reasoning: 'waiting' })
    await test.db.jobs.setReasoningAvailable(true)
    await test.db.jobs.commitReasoning(await claimOne('reasoning'), makeReading())
    expect(await statusOf(id)).toMatchObject({ status: 'ready', reasoning: 'done' })
    expect(await test.db.jobs.setReasoningAvailable(true)).toBe(0)
  })
})

describe('settle', () => {
  it('tries a failure again after a while, then gives up with the reason', async () => {
    const id = await create('a')
    for (let attempt = 1; attempt <= 5; attempt++) {
      const job = await claimOne()
      expect(job.attempts).toBe(attempt)
      await test.db.jobs.settle(job, {
        type: 'failed',
        code: 'engine-crashed',
        reason: 'Crashed.',
        retryable: true,
      })
      expect(await claim()).toEqual([])
      now += 60_000
    }
    expect(await statusOf(id)).toEqual({ status: 'failed', reasoning: 'unknown', failure: 'Crashed.' })
    expect(await test.db.jobs.retryFailed()).toBe(1)
    expect(await claimOne()).toMatchObject({ imageId: id, attempts: 1 })
  })
  it('spends no attempt on a busy engine', async () => {
    await create('a')
    await test.db.jobs.settle(await claimOne(), { type: 'retryLater', at: now + 500, reason: 'Busy.' })
    expect(await claim()).toEqual([])
    now += 500
    expect(await claimOne()).toMatchObject({ attempts: 1 })
  })
  it('keeps an image searchable when its reading fails', async () => {
    const id = await create('a')
    await commit(await claimOne(), ['form-like'])
    const job = await claimOne('reasoning')
    await test.db.jobs.settle(job, { type: 'failed', code: 'internal', reason: 'No.', retryable: false })
    expect(await statusOf(id)).toEqual({ status: 'ready', reasoning: 'failed', failure: null })
  })
})

describe('rerun', () => {
  it('by model finds what any other model made, also where it found nothing', async () => {
    const old = await create('old')
    await commit(await claimOne(), [], { result: makePerception({ textRegions: [], detections: [] }) })
    const young = await create('young')
    const model = { ...TEST_MODEL, revision: '2' }
    await commit(await claimOne(), [], {
      result: makePerception({ provenance: [{ task: 'caption', model }] }),
    })
    await create('unseen')
    expect(await test.db.jobs.countOlder(model, 'perception')).toBe(1)
    expect(await test.db.jobs.rerun({ olderThan: model }, 'perception')).toBe(1)
    expect(await statusOf(old)).toMatchObject({ status: 'queued' })
    expect(await statusOf(young)).toMatchObject({ status: 'ready' })
  })
  it('by engine finds what any other engine made', async () => {
    const old = await create('old')
    await commit(await claimOne())
    await create('young')
    await commit(await claimOne(), [], { result: makePerception({ engine: 'florence2' }) })
    const olderThan = { engine: 'florence2' } as const
    expect(await test.db.jobs.countOlder(olderThan, 'perception')).toBe(1)
    expect(await test.db.jobs.rerun({ olderThan }, 'perception')).toBe(1)
    expect(await statusOf(old)).toMatchObject({ status: 'queued' })
    await test.db.images.trash({ ids: [old] })
    expect(await test.db.jobs.countOlder(olderThan, 'perception')).toBe(0)
  })
  it('of everything leaves the trash alone', async () => {
    await create('a')
    await create('b')
    await test.db.images.trash({ ids: [await create('c')] })
    expect(await test.db.jobs.rerun({ everything: true }, 'perception')).toBe(2)
    expect(await test.db.jobs.status()).toMatchObject({ queued: 2 })
  })
  it('of stage 2 takes only what stage 1 has seen', async () => {
    const seen = await create('seen')
    await commit(await claimOne())
    const unseen = await create('unseen')
    await test.db.jobs.setReasoningAvailable(true)
    expect(await test.db.jobs.rerun({ ids: [seen, unseen] }, 'reasoning')).toBe(1)
    expect(await claimOne('reasoning')).toMatchObject({ imageId: seen, interactive: true })
  })
  it('of stage 1 withdraws a reading in hand and keeps the one there is', async () => {
    const id = await create('a')
    await commit(await claimOne(), ['much-text'])
    await test.db.jobs.commitReasoning(await claimOne('reasoning'), makeReading())
    await test.db.jobs.rerun({ ids: [id] }, 'reasoning')
    await test.db.jobs.setReasoningAvailable(true)
    const reading = await claimOne('reasoning')
    await test.db.jobs.rerun({ ids: [id] }, 'perception')
    expect(await test.db.jobs.commitReasoning(reading, makeReading({ reading: 'Late.' }))).toBe('stale')
    await commit(await claimOne())
    expect(await test.db.images.detail(id)).toMatchObject({
      reasoning: 'done',
      reading: makeReading().reading,
    })
  })
})

describe('cancel', () => {
  it('ends what is queued and running', async () => {
    const running = await create('running')
    const job = await claimOne()
    const queued = await create('queued')
    expect(await test.db.jobs.cancel()).toBe(2)
    expect(await commit(job)).toBe('stale')
    for (const id of [running, queued]) expect(await statusOf(id)).toMatchObject({ status: 'cancelled' })
    expect(await test.db.jobs.status()).toMatchObject({ cancelled: 2, queued: 0 })
  })
  it('of everything keeps the readings that wait for an engine; of a selection it does not', async () => {
    const id = await create('a')
    await commit(await claimOne(), ['much-text'], { hasReasoningEngine: false })
    await create('queued')
    expect(await test.db.jobs.cancel()).toBe(1)
    expect(await statusOf(id)).toMatchObject({ status: 'ready', reasoning: 'waiting' })
    expect(await test.db.jobs.cancel({ ids: [id] })).toBe(1)
    expect(await test.db.jobs.status()).toMatchObject({ waitingForReasoning: 0 })
  })
  it('of a selection leaves the others', async () => {
    const a = await create('a')
    const b = await create('b')
    expect(await test.db.jobs.cancel({ ids: [a] })).toBe(1)
    expect(await claimOne()).toMatchObject({ imageId: b })
  })
  it('of a re-run falls back to what was seen before', async () => {
    const id = await create('a')
    await commit(await claimOne())
    await test.db.jobs.rerun({ ids: [id] }, 'perception')
    await test.db.jobs.cancel({ ids: [id] })
    expect(await statusOf(id)).toMatchObject({ status: 'ready' })
  })
})
