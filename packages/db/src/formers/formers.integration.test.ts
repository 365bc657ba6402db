import type { EngineName, PerceptionResult } from '@vitrine/contracts'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ClaimedJob } from '../db.ts'
import { idsOf } from '../search/testing.ts'
import {
  createTestDb,
  makeEmbedding,
  makeNewImage,
  makePerception,
  makeTriage,
  openDb,
  TEST_MODEL,
  type TestDb,
} from '../testing.ts'

let test: TestDb
let now = 1_700_000_000_000
beforeEach(() => {
  now = 1_700_000_000_000
  test = createTestDb({ now: () => now++ })
})
afterEach(() => test.dispose())

/** What a model of this name says: it sees one thing, reads one line, and has its own vector. */
function saidBy(
  name: string,
  over: Partial<PerceptionResult> & { engine?: EngineName } = {},
): PerceptionResult {
  const model = { ...TEST_MODEL, id: name }
  return makePerception({
    caption: `The ${name} caption.`,
    detailedCaption: `All that ${name} saw.`,
    detections: [
      {
        label: `${name} thing`,
        box: { x: 0.125, y: 0.3, width: 0.4, height: 0.1 },
        score: 0.7,
        rival: 'cat',
      },
      { label: 'dog', box: { x: 0.2, y: 0.3, width: 0.4, height: 0.5 }, score: 0.91 },
    ],
    textRegions: makePerception().textRegions.map((region) => ({ ...region, text: `${name} text` })),
    embedding: makeEmbedding(name === 'old' ? [1, 0.3, 0] : [0, 0.2, 1]),
    provenance: [
      { task: 'object-detection', model },
      { task: 'ocr-with-region', model },
      { task: 'caption', model, promptVersion: '1' },
    ],
    ...over,
  })
}

const create = async (seed: string) => (await test.db.images.create(makeNewImage(seed))).id

async function claimOne(stage: 'perception' | 'reasoning' = 'perception'): Promise<ClaimedJob> {
  const [job] = await test.db.jobs.claim({ stage, limit: 1, leaseMs: 60_000 })
  if (!job) throw new Error('There is no job to claim.')
  return job
}

const commit = (job: ClaimedJob, result: PerceptionResult, reasons: Parameters<typeof makeTriage>[0] = []) =>
  test.db.jobs.commitPerception(job, { result, triage: makeTriage(reasons), hasReasoningEngine: false })

/** An image that this model has read. */
async function addRead(
  seed: string,
  result: PerceptionResult,
  reasons: Parameters<typeof makeTriage>[0] = [],
) {
  const id = await create(seed)
  await commit(await claimOne(), result, reasons)
  return id
}

async function reread(id: number, result: PerceptionResult, reasons: Parameters<typeof makeTriage>[0] = []) {
  await test.db.jobs.rerun({ ids: [id] }, 'perception')
  await commit(await claimOne(), result, reasons)
}

/** Everything stored of an image that a re-read replaces, without the numbers that only grow. */
function stored(id: number) {
  const db = new Database(test.file, { readonly: true })
  const all = (sql: string) => db.prepare(sql).all(id)
  const rows = {
    annotations: all(
      `SELECT stage, type, position, text, score, x, y, width, height, data, sourceId, createdAt FROM Annotation
       WHERE imageId = ? ORDER BY stage, type, position`,
    ),
    results: all('SELECT * FROM StageResult WHERE imageId = ? ORDER BY stage'),
    sources: all('SELECT * FROM StageSource WHERE imageId = ? ORDER BY stage, sourceId'),
    embeddings: all('SELECT space, dimensions, vector FROM Embedding WHERE imageId = ?'),
    image: all(
      `SELECT engine, kind, caption, objectCount, textLength, triageReasons, isEdited, hasTwoReadings, status,
              reasoning FROM Image WHERE id = ?`,
    ),
    document: all('SELECT length, facets FROM SearchDocument WHERE imageId = ?'),
  }
  db.close()
  return rows
}

const former = async (id: number) => (await test.db.images.detail(id))?.former ?? null

describe('a reading by other models', () => {
  it('is in effect at once, with the former beside it', async () => {
    const id = await addRead('a', saidBy('old'))
    await reread(id, saidBy('new', { engine: 'florence2' }))
    const detail = await test.db.images.detail(id)
    expect(detail).toMatchObject({
      caption: 'The new caption.',
      engine: 'florence2',
      hasTwoReadings: true,
      former: {
        engine: 'builtin',
        caption: 'The old caption.',
        detailedCaption: 'All that old saw.',
        provenance: saidBy('old').provenance,
        successor: { engine: 'florence2', caption: 'The new caption.', provenance: saidBy('new').provenance },
      },
    })
    expect(detail?.former?.readAt).toBeLessThan(detail?.former?.successor.readAt ?? 0)
    expect(await idsOf(test.db, 'old')).toEqual([])
    expect(await idsOf(test.db, 'new')).toEqual([id])
    expect(await idsOf(test.db, 'is:reread')).toEqual([id])
    expect(await test.db.formers.count()).toBe(1)
  })

  it('by the same models just replaces', async () => {
    const id = await addRead('a', saidBy('old'))
    await reread(id, saidBy('old', { caption: 'Seen better.' }))
    expect(await former(id)).toBeNull()
    expect(await test.db.images.card(id)).toMatchObject({ caption: 'Seen better.', hasTwoReadings: false })
    expect(await idsOf(test.db, 'is:reread')).toEqual([])
  })

  it('leaves the oldest undecided one to go back to, whoever reads meanwhile', async () => {
    const id = await addRead('a', saidBy('old'))
    const before = stored(id)
    await reread(id, saidBy('new'))
    await reread(id, saidBy('newer'))
    await reread(id, saidBy('newer', { caption: 'Once more.' }))
    expect(await former(id)).toMatchObject({
      caption: 'The old caption.',
      successor: { caption: 'Once more.' },
    })
    await test.db.formers.takeBack({ ids: [id] })
    expect(stored(id)).toEqual(before)
  })

  it('has nothing left to decide once the former’s own models have read it again', async () => {
    const id = await addRead('a', saidBy('old'))
    await reread(id, saidBy('new'))
    await reread(id, saidBy('old'))
    expect(await former(id)).toBeNull()
    expect(await idsOf(test.db, 'is:reread')).toEqual([])
  })

  it('that was superseded before it ended keeps nothing', async () => {
    const id = await addRead('a', saidBy('old'))
    await test.db.jobs.rerun({ ids: [id] }, 'perception')
    const late = await claimOne()
    await test.db.jobs.rerun({ ids: [id] }, 'perception')
    expect(await commit(late, saidBy('new'))).toBe('stale')
    expect(await former(id)).toBeNull()
  })
})

describe('accepting', () => {
  it('drops the former, and tells the browsers', async () => {
    const id = await addRead('a', saidBy('old'))
    await reread(id, saidBy('new'))
    const eventId = await test.db.events.lastId()
    expect(await test.db.formers.accept({ ids: [id] })).toEqual([id])
    expect(await former(id)).toBeNull()
    expect(await test.db.images.card(id)).toMatchObject({
      caption: 'The new caption.',
      hasTwoReadings: false,
    })
    expect(await idsOf(test.db, 'is:reread')).toEqual([])
    expect((await test.db.events.after(eventId, 10)).map(({ body }) => body)).toEqual([
      { type: 'image.changed', imageId: id },
    ])
    expect(await test.db.formers.takeBack({ ids: [id] })).toEqual([])
  })

  it('makes the new one the former of what is read next', async () => {
    const id = await addRead('a', saidBy('old'))
    await reread(id, saidBy('new'))
    await test.db.formers.accept({ ids: [id] })
    await reread(id, saidBy('newer'))
    expect(await former(id)).toMatchObject({ caption: 'The new caption.' })
  })

  it('works for all that a search finds, and for everything, but not in the trash', async () => {
    const ids: number[] = []
    for (const seed of ['a', 'b', 'c', 'd']) ids.unshift(await addRead(seed, saidBy('old')))
    const [d, c, b, a] = ids
    for (const id of ids.slice(0, 3)) await reread(id, saidBy('new'))
    await test.db.images.trash({ ids: [d ?? 0] })
    expect(await test.db.formers.count()).toBe(2)
    expect(await test.db.formers.accept({ query: 'is:reread file:b' })).toEqual([b])
    expect(await test.db.formers.accept({ ids: [a ?? 0, d ?? 0] })).toEqual([])
    expect(await test.db.formers.accept({ everything: true })).toEqual([c])
    expect(await former(d ?? 0)).not.toBeNull()
  })
})

describe('taking back', () => {
  it('restores the former exactly: rows, sources, embedding, facts and search', async () => {
    const id = await addRead('a', saidBy('old'), ['much-text'])
    const before = stored(id)
    await reread(id, saidBy('new', { engine: 'florence2', captionKind: 'model' }))
    expect(stored(id)).not.toEqual(before)
    expect(await test.db.formers.takeBack({ ids: [id] })).toEqual([id])
    expect(stored(id)).toEqual(before)
    expect(await idsOf(test.db, 'new')).toEqual([])
    expect(await idsOf(test.db, 'object:"old thing" text:old triage:much-text engine:builtin')).toEqual([id])
    expect(await former(id)).toBeNull()
  })

  it('finds the same similar images as before', async () => {
    const id = await addRead('a', saidBy('old'))
    const twin = await addRead('b', saidBy('old'))
    const other = await addRead('c', saidBy('new'))
    const alike = async () => (await test.db.images.similar(id, 2)).map(({ image }) => image.id)
    expect(await alike()).toEqual([twin, other])
    await reread(id, saidBy('new'))
    expect(await alike()).toEqual([other, twin])
    await test.db.formers.takeBack({ ids: [id] })
    expect(await alike()).toEqual([twin, other])
  })

  it('leaves what a person wrote', async () => {
    const id = await addRead('a', saidBy('old'))
    await reread(id, saidBy('new'))
    await test.db.images.setCaption(id, 'caption', 'Rex!', 'Ada')
    await test.db.images.setNotes(id, 'My dog.')
    await test.db.formers.takeBack({ ids: [id] })
    expect(await test.db.images.detail(id)).toMatchObject({
      caption: 'Rex!',
      detailedCaption: 'All that old saw.',
      notes: 'My dog.',
    })
    expect(await idsOf(test.db, 'is:edited rex')).toEqual([id])
  })

  it('survives a search index that was built anew meanwhile', async () => {
    const id = await addRead('a', saidBy('old'))
    await reread(id, saidBy('new'))
    await test.db.search.rebuildIndex()
    expect(await idsOf(test.db, 'is:reread')).toEqual([id])
    await test.db.formers.takeBack({ ids: [id] })
    await test.db.search.rebuildIndex()
    expect(await idsOf(test.db, 'is:reread')).toEqual([])
    expect(await idsOf(test.db, 'old')).toEqual([id])
  })

  it('while the image is being read yet again leaves that reading to come, and to be decided on', async () => {
    const id = await addRead('a', saidBy('old'))
    await reread(id, saidBy('new'))
    await test.db.jobs.rerun({ ids: [id] }, 'perception')
    const running = await claimOne()
    await test.db.formers.takeBack({ ids: [id] })
    expect(await test.db.images.card(id)).toMatchObject({ status: 'perceiving', caption: 'The old caption.' })
    expect(await commit(running, saidBy('new'))).toBe('committed')
    expect(await former(id)).toMatchObject({
      caption: 'The old caption.',
      successor: { caption: 'The new caption.' },
    })
  })

  it('together with a commit of another connection loses neither', async () => {
    const id = await addRead('a', saidBy('old'))
    await reread(id, saidBy('new'))
    await test.db.jobs.rerun({ ids: [id] }, 'perception')
    const running = await claimOne()
    const other = openDb({ file: test.file })
    const outcome = { result: saidBy('newer'), triage: makeTriage(), hasReasoningEngine: false }
    await Promise.all([
      test.db.formers.takeBack({ ids: [id] }),
      other.jobs.commitPerception(running, outcome),
    ])
    await other.close()
    const detail = await test.db.images.detail(id)
    const readings = [detail?.caption, detail?.former?.caption].filter(Boolean)
    expect(readings).toContain('The old caption.')
    expect(detail?.hasTwoReadings).toBe(detail?.former !== null)
  })
})

describe('stage 2', () => {
  const reasoning = async (id: number) => {
    const card = await test.db.images.card(id)
    return card && [card.status, card.reasoning]
  }

  it('is not asked for any more when the former did not want it', async () => {
    const id = await addRead('a', saidBy('old'))
    await reread(id, saidBy('new'), ['much-text'])
    expect(await reasoning(id)).toEqual(['ready', 'waiting'])
    await test.db.formers.takeBack({ ids: [id] })
    expect(await reasoning(id)).toEqual(['ready', 'not-needed'])
    await test.db.jobs.setReasoningAvailable(true)
    expect(await test.db.jobs.claim({ stage: 'reasoning', limit: 1, leaseMs: 60_000 })).toEqual([])
  })

  it('is asked for again when the former wanted it', async () => {
    const id = await addRead('a', saidBy('old'), ['much-text'])
    await reread(id, saidBy('new'))
    expect(await reasoning(id)).toEqual(['ready', 'not-needed'])
    await test.db.formers.takeBack({ ids: [id] })
    expect(await reasoning(id)).toEqual(['ready', 'waiting'])
    await test.db.jobs.setReasoningAvailable(true)
    expect(await claimOne('reasoning')).toMatchObject({ perception: { caption: 'The old caption.' } })
  })

  it('keeps what it has read', async () => {
    await test.db.jobs.setReasoningAvailable(true)
    const id = await create('a')
    const triage = makeTriage(['much-text'])
    await test.db.jobs.commitPerception(await claimOne(), {
      result: saidBy('old'),
      triage,
      hasReasoningEngine: true,
    })
    await test.db.jobs.commitReasoning(await claimOne('reasoning'), {
      ...{ engine: 'qwen2-vl', model: TEST_MODEL, promptVersion: '1', reading: 'A long story.' },
      ...{ fields: [], tables: [], warnings: [], timings: saidBy('old').timings },
    })
    await reread(id, saidBy('new'))
    await test.db.formers.takeBack({ ids: [id] })
    expect(await reasoning(id)).toEqual(['ready', 'done'])
    expect(await test.db.images.detail(id)).toMatchObject({ reading: 'A long story.' })
  })
})

describe('a decision', () => {
  it('to accept can be undone', async () => {
    const id = await addRead('a', saidBy('old'))
    await reread(id, saidBy('new'))
    const before = stored(id)
    await test.db.formers.accept({ ids: [id] })
    expect(await test.db.formers.undecide([id])).toEqual([id])
    expect(stored(id)).toEqual(before)
    expect(await former(id)).toMatchObject({ caption: 'The old caption.' })
    expect(await idsOf(test.db, 'is:reread')).toEqual([id])
  })

  it('to take back can be undone, and made again', async () => {
    const id = await addRead('a', saidBy('old'))
    const first = stored(id)
    await reread(id, saidBy('new'))
    const second = stored(id)
    await test.db.formers.takeBack({ ids: [id] })
    expect(await test.db.formers.undecide([id])).toEqual([id])
    expect(stored(id)).toEqual(second)
    expect(await test.db.formers.undecide([id])).toEqual([])
    await test.db.formers.takeBack({ ids: [id] })
    expect(stored(id)).toEqual(first)
  })

  it('is final once what it put aside is forgotten', async () => {
    const id = await addRead('a', saidBy('old'))
    const open = await addRead('b', saidBy('old'))
    for (const each of [id, open]) await reread(each, saidBy('new'))
    await test.db.formers.accept({ ids: [id] })
    expect(await test.db.formers.forgetDecided(now)).toBe(1)
    expect(await test.db.formers.undecide([id])).toEqual([])
    expect(await former(open)).not.toBeNull()
  })

  it('for an image that was deleted meanwhile changes nothing, and goes with it', async () => {
    const id = await addRead('a', saidBy('old'))
    await reread(id, saidBy('new'))
    await test.db.images.trash({ ids: [id] })
    expect(await test.db.formers.takeBack({ ids: [id] })).toEqual([])
    await test.db.images.restore({ ids: [id] })
    expect(await former(id)).not.toBeNull()
    await test.db.images.trash({ ids: [id] })
    await test.db.images.purge({ ids: [id] })
    expect(await test.db.formers.accept({ ids: [id] })).toEqual([])
    const file = new Database(test.file, { readonly: true })
    expect(file.prepare('SELECT count(*) AS count FROM FormerReading').get()).toEqual({ count: 0 })
    file.close()
  })
})

describe('a wanted engine', () => {
  it('travels with the job, through a failure, the trash and a retry', async () => {
    const id = await create('a')
    expect(await claimOne()).toMatchObject({ engine: null })
    await test.db.jobs.rerun({ ids: [id] }, 'perception', 'florence2')
    const job = await claimOne()
    expect(job).toMatchObject({ engine: 'florence2' })
    await test.db.jobs.settle(job, { type: 'failed', code: 'internal', reason: 'No.', retryable: false })
    await test.db.jobs.retryFailed()
    await test.db.images.trash({ ids: [id] })
    await test.db.images.restore({ ids: [id] })
    expect(await claimOne()).toMatchObject({ engine: 'florence2' })
    await test.db.jobs.rerun({ ids: [id] }, 'perception')
    expect(await claimOne()).toMatchObject({ engine: null })
  })
})
