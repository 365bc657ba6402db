import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createTestDb,
  fakeSha256,
  makeEmbedding,
  makeNewImage,
  makePerception,
  makeReading,
  makeTriage,
  makeVariant,
  type TestDb,
} from '../testing.ts'

let test: TestDb
let now = 1_700_000_000_000
beforeEach(() => {
  now = 1_700_000_000_000
  test = createTestDb({ now: () => now })
})
afterEach(() => test.dispose())

const create = async (seed: string, overrides: Parameters<typeof makeNewImage>[1] = {}) =>
  (await test.db.images.create(makeNewImage(seed, overrides))).id

/** Runs stage 1 on everything that is queued. */
async function perceiveAll(
  overrides: Parameters<typeof makePerception>[0] = {},
  reasons: Parameters<typeof makeTriage>[0] = [],
) {
  const jobs = await test.db.jobs.claim({ stage: 'perception', limit: 100, leaseMs: 60_000 })
  for (const job of jobs)
    await test.db.jobs.commitPerception(job, {
      result: makePerception(overrides),
      triage: makeTriage(reasons),
      hasReasoningEngine: true,
    })
}

const bodiesBefore = async () => (await test.db.events.after(0, 1000)).map((event) => event.body)

describe('create', () => {
  it('queues a new image and says so', async () => {
    const id = await create('a')
    expect(await test.db.images.card(id)).toMatchObject({ fileName: 'a.jpg', status: 'queued', version: 1 })
    expect(await bodiesBefore()).toEqual([{ type: 'image.created', imageId: id }])
  })
  it('takes the same bytes for the same image', async () => {
    const id = await create('a')
    expect(await test.db.images.create(makeNewImage('a', { fileName: 'copy.jpg' }))).toEqual({
      id,
      outcome: 'duplicate',
      restored: false,
    })
    expect(await test.db.jobs.status()).toMatchObject({ queued: 1 })
  })
  it('brings the same bytes back from the trash', async () => {
    const id = await create('a')
    await test.db.images.trash({ ids: [id] })
    expect(await test.db.images.create(makeNewImage('a'))).toEqual({
      id,
      outcome: 'duplicate',
      restored: true,
    })
    expect(await test.db.images.card(id)).toMatchObject({ deletedAt: null, status: 'queued' })
  })
  it('takes the pages of one PDF for images of their own', async () => {
    const first = await create('pdf', { mediaType: 'application/pdf', pageNumber: 1 })
    const second = await create('pdf', { mediaType: 'application/pdf', pageNumber: 2 })
    expect(second).not.toBe(first)
    expect((await test.db.images.findBySha256([fakeSha256('pdf'), fakeSha256('other')])).size).toBe(1)
  })
})

describe('reading', () => {
  it('lists newest first, page by page, without the trash', async () => {
    const ids = []
    for (const seed of ['a', 'b', 'c', 'd']) ids.push(await create(seed))
    const [a = 0, b = 0, c = 0, d = 0] = ids
    await test.db.images.trash({ ids: [c] })
    const first = await test.db.images.list({ limit: 2 })
    expect(first.images.map((image) => image.id)).toEqual([d, b])
    const second = await test.db.images.list({ limit: 2, cursor: first.nextCursor ?? '' })
    expect(second).toMatchObject({ images: [{ id: a }], nextCursor: null })
  })
  it('refuses a cursor that is not one of ours', async () => {
    await expect(test.db.images.list({ limit: 2, cursor: 'x' })).rejects.toMatchObject({
      code: 'bad-request',
    })
  })
  it('lists the trash, last deleted first', async () => {
    const ids = [await create('a'), await create('b'), await create('c')]
    for (const id of ids) {
      now += 1000
      await test.db.images.trash({ ids: [id] })
    }
    const page = await test.db.images.trashed({ limit: 2 })
    expect(page.images.map((image) => image.id)).toEqual([ids[2], ids[1]])
    const rest = await test.db.images.trashed({ limit: 2, cursor: page.nextCursor ?? '' })
    expect(rest).toMatchObject({ images: [{ id: ids[0] }], nextCursor: null })
  })
  it('keeps the order in which cards are asked for', async () => {
    const a = await create('a')
    const b = await create('b')
    const cards = await test.db.images.cards([b, 999, a])
    expect(cards.map((image) => image.id)).toEqual([b, a])
  })
  it('finds the bytes of the original and of variants', async () => {
    const id = await create('a')
    expect(await test.db.images.bytes(id, 'original')).toMatchObject({
      sha256: fakeSha256('a'),
      sizeBytes: 2e6,
    })
    expect(await test.db.images.bytes(id, 'thumbnail')).toMatchObject({ mediaType: 'image/webp' })
    expect(await test.db.images.bytes(id, 'raster')).toBeNull()
    expect(await test.db.images.bytes(999, 'original')).toBeNull()
  })
  it('knows nothing of an image that is not there', async () => {
    expect(await test.db.images.detail(999)).toBeNull()
    expect(await test.db.images.card(999)).toBeNull()
  })
})

describe("a person's words", () => {
  it('are shown first and outlive a re-run', async () => {
    const id = await create('a')
    await perceiveAll()
    await test.db.images.setCaption(id, 'caption', ' Rex at the sea ', 'Ada')
    await test.db.images.setCaption(id, 'detailed-caption', 'Rex, wet.', 'Ada')
    await test.db.images.setNotes(id, 'Ask Bo for the date.')
    await test.db.jobs.rerun({ ids: [id] }, 'perception')
    await perceiveAll({ caption: 'Another caption.' })
    const detail = await test.db.images.detail(id)
    expect(detail).toMatchObject({
      caption: 'Rex at the sea',
      detailedCaption: 'Rex, wet.',
      notes: 'Ask Bo for the date.',
      status: 'ready',
    })
    const captions = detail?.annotations.filter(({ body }) => body.type === 'caption')
    expect(captions?.map(({ source }) => source.by)).toEqual(['person', 'model'])
    expect(captions?.[1]?.body).toMatchObject({ text: 'Another caption.' })
  })
  it('give way to the model again when they are removed', async () => {
    const id = await create('a')
    await perceiveAll()
    await test.db.images.setCaption(id, 'caption', 'Mine', 'Ada')
    await test.db.images.setCaption(id, 'caption', '', 'Ada')
    expect(await test.db.images.card(id)).toMatchObject({ caption: 'A dog on a beach.' })
  })
  it('are added to notes beneath what stands there, also by two at once, and are found', async () => {
    const id = await create('a')
    await test.db.images.addNote(id, ' First. ')
    await Promise.all([test.db.images.addNote(id, 'Second.'), test.db.images.addNote(id, 'Third.')])
    const { notes, version } = (await test.db.images.detail(id)) ?? {}
    expect([notes, version]).toEqual(['First.\n\nSecond.\n\nThird.', 4])
    const { hits } = await test.db.search.search({
      query: 'notes:second',
      sort: 'newest',
      limit: 10,
      everything: false,
    })
    expect(hits.map(({ image }) => image.id)).toEqual([id])
    await expect(test.db.images.addNote(999, 'x')).rejects.toMatchObject({ code: 'not-found' })
  })
  it('count a version and an event each', async () => {
    const id = await create('a')
    const before = await test.db.events.lastId()
    await test.db.images.setNotes(id, 'x')
    expect(await test.db.images.card(id)).toMatchObject({ version: 2 })
    expect((await test.db.events.after(before, 10)).map((event) => event.body)).toEqual([
      { type: 'image.changed', imageId: id },
    ])
  })
  it('need an image', async () => {
    await expect(test.db.images.setNotes(999, 'x')).rejects.toMatchObject({ code: 'not-found' })
    await expect(test.db.images.setCaption(999, 'caption', 'x', 'Ada')).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('the trash', () => {
  it('names what it took and gives it back', async () => {
    const a = await create('a')
    const b = await create('b')
    expect(await test.db.images.trash({ ids: [a, b, 999] })).toEqual([b, a])
    expect(await test.db.images.trash({ ids: [a] })).toEqual([])
    expect(await test.db.images.totals()).toMatchObject({ images: 0, trashed: 2 })
    expect(await test.db.images.restore({ ids: [a, 999] })).toEqual([a])
    expect(await test.db.images.totals()).toMatchObject({ images: 1, trashed: 1 })
  })
  it('counts the bytes of a PDF once, however many pages it has', async () => {
    const pdf = { mediaType: 'application/pdf' as const, sizeBytes: 4000 }
    await create('lease', { ...pdf, pageNumber: 1, variants: [] })
    await create('lease', { ...pdf, pageNumber: 2, variants: [] })
    expect(await test.db.images.totals()).toMatchObject({ images: 2, originalBytes: 4000, variantBytes: 0 })
  })
  it('stops work and takes it up again on restore', async () => {
    const id = await create('a')
    const [job] = await test.db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 60_000 })
    await test.db.images.trash({ ids: [id] })
    expect(job && (await test.db.jobs.heartbeat(job, 60_000))).toBe(false)
    expect(await test.db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 60_000 })).toEqual([])
    await test.db.images.restore({ ids: [id] })
    expect(await test.db.images.card(id)).toMatchObject({ status: 'queued' })
    await perceiveAll()
    expect(await test.db.images.card(id)).toMatchObject({ status: 'ready' })
  })
  it('announces a few by name and many at once', async () => {
    const few = [await create('a'), await create('b')]
    const before = await test.db.events.lastId()
    await test.db.images.trash({ ids: few })
    expect((await test.db.events.after(before, 10)).map(({ body }) => body.type)).toEqual([
      'image.deleted',
      'image.deleted',
    ])
    const many = []
    for (let index = 0; index < 30; index++) many.push(await create(`many ${index}`))
    const then = await test.db.events.lastId()
    await test.db.images.trash({ ids: many })
    expect((await test.db.events.after(then, 10)).map(({ body }) => body)).toEqual([
      { type: 'images.changed', count: 30 },
    ])
  })
})

describe('purge', () => {
  it('leaves alone what is not in the trash', async () => {
    const id = await create('a')
    expect(await test.db.images.purge({ ids: [id] })).toEqual({ ids: [], orphanedBlobs: [] })
    expect(await test.db.images.card(id)).not.toBeNull()
  })
  it('returns only the blobs that nothing points to any more', async () => {
    const shared = makeVariant('shared')
    const a = await create('a', { variants: [shared], sourceSha256: fakeSha256('zip') })
    const b = await create('b', { variants: [shared], sourceSha256: fakeSha256('zip') })
    await test.db.images.trash({ ids: [a, b] })
    const first = await test.db.images.purge({ ids: [a] })
    expect(first).toEqual({ ids: [a], orphanedBlobs: [fakeSha256('a')] })
    const second = await test.db.images.purge({ ids: [b] })
    expect(new Set(second.orphanedBlobs)).toEqual(
      new Set([fakeSha256('b'), shared.sha256, fakeSha256('zip')]),
    )
  })
  it('empties what was deleted long ago, with all that hung on it', async () => {
    const old = await create('old')
    await perceiveAll({ embedding: makeEmbedding([1, 0]) }, ['receipt-like'])
    await test.db.tags.add('gone', { ids: [old] })
    const { id: collection } = await test.db.collections.create('Trip')
    await test.db.collections.add(collection, { ids: [old] })
    await test.db.images.trash({ ids: [old] })
    now += 10_000
    const young = await create('young')
    await test.db.images.trash({ ids: [young] })
    expect((await test.db.images.purge({ deletedBefore: now })).ids).toEqual([old])
    expect(await test.db.images.detail(old)).toBeNull()
    expect(await test.db.tags.list()).toEqual([])
    expect(await test.db.collections.list()).toMatchObject([{ count: 0, coverId: null }])
    expect((await bodiesBefore()).at(-1)).toEqual({ type: 'image.purged', imageId: old })
  })
})

describe('selections', () => {
  it('by ids leave out the trash and what is not there, newest first', async () => {
    const ids = [await create('a'), await create('b'), await create('c')]
    await test.db.images.trash({ ids: [ids[1] ?? 0] })
    expect(await test.db.images.resolve({ ids: [...ids, 999] })).toEqual([ids[2], ids[0]])
    expect(await test.db.images.resolve({ ids }, 1)).toEqual([ids[2]])
  })
  it('by query find what the search finds', async () => {
    const dog = await create('dog')
    await perceiveAll()
    await create('other')
    expect(await test.db.images.resolve({ query: 'object:dog' })).toEqual([dog])
  })
})

describe('detail', () => {
  it('shows everything, each with its source', async () => {
    const id = await create('a', { camera: 'Pixel', takenAt: 1_600_000_000_000 })
    await perceiveAll({ warnings: ['Blurred.'] }, ['receipt-like'])
    const [job] = await test.db.jobs.claim({ stage: 'reasoning', limit: 1, leaseMs: 60_000 })
    if (job) await test.db.jobs.commitReasoning(job, makeReading())
    const detail = await test.db.images.detail(id)
    expect(detail).toMatchObject({
      status: 'ready',
      reasoning: 'done',
      engine: 'builtin',
      kind: 'photo',
      objectCount: 1,
      textLength: 11,
      text: 'No swimming',
      reading: makeReading().reading,
      triage: { reasons: ['receipt-like'] },
      colours: [{ name: 'brown' }],
      warnings: ['Blurred.'],
      camera: 'Pixel',
    })
    const sources = new Map(detail?.annotations.map(({ body, source }) => [body.type, source]))
    expect(sources.get('detection')).toMatchObject({ task: 'object-detection', model: { id: 'test-model' } })
    expect(sources.get('caption')).toMatchObject({ promptVersion: 'template-1' })
    expect(sources.get('reading')).toMatchObject({ engine: 'qwen2-vl', task: 'reading' })
  })
})
