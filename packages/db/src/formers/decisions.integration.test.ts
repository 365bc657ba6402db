import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { idsOf } from '../search/testing.ts'
import { makeTriage, TEST_MODEL } from '../testing.ts'
import { createTestGallery, saidBy } from './testing.ts'

let gallery: ReturnType<typeof createTestGallery>
beforeEach(() => {
  gallery = createTestGallery()
})
afterEach(() => gallery.dispose())

describe('stage 2', () => {
  const reasoning = async (id: number) => {
    const card = await gallery.db.images.card(id)
    return card && [card.status, card.reasoning]
  }

  it('is not asked for any more when the former did not want it', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    await gallery.reread(id, saidBy('new'), ['much-text'])
    expect(await reasoning(id)).toEqual(['ready', 'waiting'])
    await gallery.db.formers.takeBack({ ids: [id] })
    expect(await reasoning(id)).toEqual(['ready', 'not-needed'])
    await gallery.db.jobs.setReasoningAvailable(true)
    expect(await gallery.db.jobs.claim({ stage: 'reasoning', limit: 1, leaseMs: 60_000 })).toEqual([])
  })

  it('is asked for again when the former wanted it', async () => {
    const id = await gallery.addRead('a', saidBy('old'), ['much-text'])
    await gallery.reread(id, saidBy('new'))
    expect(await reasoning(id)).toEqual(['ready', 'not-needed'])
    await gallery.db.formers.takeBack({ ids: [id] })
    expect(await reasoning(id)).toEqual(['ready', 'waiting'])
    await gallery.db.jobs.setReasoningAvailable(true)
    expect(await gallery.claimOne('reasoning')).toMatchObject({ perception: { caption: 'The old caption.' } })
  })

  it('keeps what it has read', async () => {
    await gallery.db.jobs.setReasoningAvailable(true)
    const id = await gallery.create('a')
    const triage = makeTriage(['much-text'])
    await gallery.db.jobs.commitPerception(await gallery.claimOne(), {
      result: saidBy('old'),
      triage,
      hasReasoningEngine: true,
    })
    await gallery.db.jobs.commitReasoning(await gallery.claimOne('reasoning'), {
      ...{ engine: 'qwen2-vl', model: TEST_MODEL, promptVersion: '1', reading: 'A long story.' },
      ...{ fields: [], tables: [], warnings: [], timings: saidBy('old').timings },
    })
    await gallery.reread(id, saidBy('new'))
    await gallery.db.formers.takeBack({ ids: [id] })
    expect(await reasoning(id)).toEqual(['ready', 'done'])
    expect(await gallery.db.images.detail(id)).toMatchObject({ reading: 'A long story.' })
  })
})

describe('a decision', () => {
  it('to accept can be undone', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    await gallery.reread(id, saidBy('new'))
    const before = gallery.stored(id)
    await gallery.db.formers.accept({ ids: [id] })
    expect(await gallery.db.formers.undecide([id])).toEqual([id])
    expect(gallery.stored(id)).toEqual(before)
    expect(await gallery.former(id)).toMatchObject({ caption: 'The old caption.' })
    expect(await idsOf(gallery.db, 'is:reread')).toEqual([id])
  })

  it('to take back can be undone, and made again', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    const first = gallery.stored(id)
    await gallery.reread(id, saidBy('new'))
    const second = gallery.stored(id)
    await gallery.db.formers.takeBack({ ids: [id] })
    expect(await gallery.db.formers.undecide([id])).toEqual([id])
    expect(gallery.stored(id)).toEqual(second)
    expect(await gallery.db.formers.undecide([id])).toEqual([])
    await gallery.db.formers.takeBack({ ids: [id] })
    expect(gallery.stored(id)).toEqual(first)
  })

  it('is final once what it put aside is forgotten', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    const open = await gallery.addRead('b', saidBy('old'))
    for (const each of [id, open]) await gallery.reread(each, saidBy('new'))
    await gallery.db.formers.accept({ ids: [id] })
    expect(await gallery.db.formers.forgetDecided(gallery.now())).toBe(1)
    expect(await gallery.db.formers.undecide([id])).toEqual([])
    expect(await gallery.former(open)).not.toBeNull()
  })

  it('for an image that was deleted meanwhile changes nothing, and goes with it', async () => {
    const id = await gallery.addRead('a', saidBy('old'))
    await gallery.reread(id, saidBy('new'))
    await gallery.db.images.trash({ ids: [id] })
    expect(await gallery.db.formers.takeBack({ ids: [id] })).toEqual([])
    await gallery.db.images.restore({ ids: [id] })
    expect(await gallery.former(id)).not.toBeNull()
    await gallery.db.images.trash({ ids: [id] })
    await gallery.db.images.purge({ ids: [id] })
    expect(await gallery.db.formers.accept({ ids: [id] })).toEqual([])
    const file = new Database(gallery.file, { readonly: true })
    expect(file.prepare('SELECT count(*) AS count FROM FormerReading').get()).toEqual({ count: 0 })
    file.close()
  })
})

describe('a wanted engine', () => {
  it('travels with the job, through a failure, the trash and a retry', async () => {
    const id = await gallery.create('a')
    expect(await gallery.claimOne()).toMatchObject({ engine: null })
    await gallery.db.jobs.rerun({ ids: [id] }, 'perception', 'florence2')
    const job = await gallery.claimOne()
    expect(job).toMatchObject({ engine: 'florence2' })
    await gallery.db.jobs.settle(job, { type: 'failed', code: 'internal', reason: 'No.', retryable: false })
    await gallery.db.jobs.retryFailed()
    await gallery.db.images.trash({ ids: [id] })
    await gallery.db.images.restore({ ids: [id] })
    expect(await gallery.claimOne()).toMatchObject({ engine: 'florence2' })
    await gallery.db.jobs.rerun({ ids: [id] }, 'perception')
    expect(await gallery.claimOne()).toMatchObject({ engine: null })
  })
})
