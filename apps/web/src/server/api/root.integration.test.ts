import { TRPCError } from '@trpc/server'
import { makeNewImage, makePerception, makeTriage, TEST_MODEL } from '@vitrine/db/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appErrorOf } from './error-shape.ts'
import { createTestApi, PERSON, type TestApi } from './testing.ts'

let test: TestApi
beforeEach(() => {
  test = createTestApi()
})
afterEach(() => test.dispose())

async function addImage(name: string): Promise<number> {
  return (await test.db.images.create(makeNewImage(name))).id
}

async function addRead(name: string): Promise<number> {
  const id = await addImage(name)
  const [job] = await test.db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 10_000 })
  if (!job) throw new Error('nothing to claim')
  const outcome = { result: makePerception(), triage: makeTriage(), hasReasoningEngine: false }
  await test.db.jobs.commitPerception(job, outcome)
  return id
}

async function failureOf(work: Promise<unknown>): Promise<TRPCError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof TRPCError) return error
  throw new Error('It did not fail as tRPC does.')
}

describe('search', () => {
  it('finds what was read, and says where the subscription starts', async () => {
    const id = await addRead('beach')
    const page = await test.api.search.query({ query: 'dog' })
    expect(page.hits.map(({ image }) => image.id)).toEqual([id])
    expect(page.lastEventId).toBe(await test.db.events.lastId())
  })

  it('pages with the cursor of the page before', async () => {
    for (const name of ['a', 'b', 'c']) await addImage(name)
    const first = await test.api.search.query({ query: '', sort: 'newest', limit: 2 })
    const second = await test.api.search.query({
      query: '',
      sort: 'newest',
      limit: 2,
      cursor: first.nextCursor ?? '',
    })
    const names = [...first.hits, ...second.hits].map(({ image }) => image.fileName)
    expect(names).toEqual(['c.jpg', 'b.jpg', 'a.jpg'])
    expect(second.nextCursor).toBeNull()
  })

  it('counts facets and suggests', async () => {
    await addRead('beach')
    const { facets } = await test.api.search.facets({ query: '', names: ['object'] })
    expect(facets[0]?.values[0]).toMatchObject({ value: 'dog', count: { value: 1, capped: false } })
    expect(await test.api.search.suggest({ query: 'do' })).not.toHaveLength(0)
  })

  it('knows the neighbours of an image in a search', async () => {
    const [a, b, c] = [await addImage('a'), await addImage('b'), await addImage('c')]
    const neighbours = await test.api.search.neighbours({ id: b, query: '', sort: 'newest' })
    expect(neighbours).toMatchObject({ previous: c, next: a })
  })
})

describe('images', () => {
  it('shows everything about one', async () => {
    const id = await addRead('beach')
    expect(await test.api.images.byId({ id })).toMatchObject({ id, caption: 'A dog on a beach.' })
  })

  it('answers for an unknown one with the code that the browser understands', async () => {
    const error = await failureOf(test.api.images.byId({ id: 4711 }))
    expect(error.code).toBe('NOT_FOUND')
    expect(appErrorOf(error).toWire().error).toMatchObject({
      code: 'not-found',
      message: 'There is no image 4711.',
    })
  })

  it('explains an input that is not right', async () => {
    const error = await failureOf(test.api.images.byId({ id: -1 }))
    expect(error.code).toBe('BAD_REQUEST')
    expect(appErrorOf(error).message).toContain('id')
  })

  it('knows bytes by their hash', async () => {
    const id = await addImage('beach')
    const { sha256 } = makeNewImage('beach')
    const known = await test.api.images.known({ sha256s: [sha256, 'f'.repeat(64)] })
    expect(known).toEqual({ [sha256]: id })
  })

  it("keeps a person's caption under their name", async () => {
    const id = await addRead('beach')
    await test.api.images.setCaption({ id, type: 'caption', text: 'Rex!' })
    const detail = await test.api.images.byId({ id })
    expect(detail.caption).toBe('Rex!')
    const sources = detail.annotations
      .filter(({ body }) => body.type === 'caption')
      .map(({ source }) => source)
    expect(sources).toContainEqual({ by: 'person', name: PERSON })
  })

  it('trashes a whole search, lists the trash, brings it back and empties it', async () => {
    const [a, b] = [await addImage('a'), await addImage('b')]
    expect((await test.api.images.trash({ query: 'type:jpeg' })).ids.sort()).toEqual([a, b].sort())
    expect((await test.api.images.trashed({})).images).toHaveLength(2)
    expect(await test.api.images.restore({ ids: [a] })).toEqual({ ids: [a] })
    expect(await test.api.images.emptyTrash()).toEqual({ count: 1 })
    expect(test.removed).toContain(makeNewImage('b').sha256)
    expect((await test.api.search.query({})).hits.map(({ image }) => image.id)).toEqual([a])
  })

  it('queues again everything that another model made', async () => {
    await addRead('beach')
    const olderThan = { ...TEST_MODEL, revision: '2' }
    expect(await test.api.pipeline.countOlder(olderThan)).toEqual({ count: 1 })
    expect(await test.api.pipeline.countOlder({ engine: 'builtin' })).toEqual({ count: 0 })
    expect(await test.api.pipeline.countOlder({ ...olderThan, stage: 'reasoning' })).toEqual({ count: 0 })
    expect(await test.api.images.rerun({ what: { olderThan }, stage: 'perception' })).toEqual({ count: 1 })
    expect((await test.api.pipeline.status()).queued).toBe(1)
  })
})

describe('two readings', () => {
  async function addReread(name: string): Promise<number> {
    const id = await addRead(name)
    await test.api.images.rerun({ what: { ids: [id] }, stage: 'perception', engine: 'florence2' })
    const [job] = await test.db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 10_000 })
    if (!job) throw new Error('nothing to claim')
    expect(job.engine).toBe('florence2')
    const result = makePerception({ engine: 'florence2', caption: 'A wolf on a beach.' })
    await test.db.jobs.commitPerception(job, { result, triage: makeTriage(), hasReasoningEngine: false })
    return id
  }

  it('are shown beside each other until one is accepted or taken back', async () => {
    const [a, b] = [await addReread('a'), await addReread('b')]
    expect(await test.api.readings.undecided()).toEqual({ count: 2 })
    expect((await test.api.images.byId({ id: a })).former).toMatchObject({ engine: 'builtin' })
    expect(await test.api.readings.accept({ what: { ids: [a] } })).toEqual({ ids: [a] })
    expect(await test.api.readings.takeBack({ what: { query: 'is:reread' } })).toEqual({ ids: [b] })
    expect(await test.api.images.byId({ id: a })).toMatchObject({ engine: 'florence2', former: null })
    expect(await test.api.images.byId({ id: b })).toMatchObject({ engine: 'builtin', former: null })
    expect(await test.api.readings.undecided()).toEqual({ count: 0 })
  })

  it('are there again after an undo', async () => {
    const id = await addReread('a')
    const { ids } = await test.api.readings.takeBack({ what: { everything: true } })
    expect(await test.api.readings.undecide({ ids })).toEqual({ ids: [id] })
    expect((await test.api.images.byId({ id })).former).toMatchObject({
      caption: 'A dog on a beach.',
      successor: { caption: 'A wolf on a beach.' },
    })
  })
})

describe('collections, tags and saved searches', () => {
  it('gathers images', async () => {
    const id = await addImage('a')
    const collection = await test.api.collections.create({ name: 'Holidays' })
    expect(await test.api.collections.add({ id: collection.id, selection: { ids: [id] } })).toEqual({
      count: 1,
    })
    await test.api.collections.rename({ id: collection.id, name: 'Summer' })
    expect(await test.api.collections.list()).toMatchObject([{ name: 'Summer', count: 1 }])
    expect(await test.api.collections.take({ id: collection.id, selection: { query: '' } })).toEqual({
      count: 1,
    })
    await test.api.collections.remove({ id: collection.id })
    expect(await test.api.collections.list()).toEqual([])
  })

  it('tags images', async () => {
    const id = await addImage('a')
    expect(await test.api.tags.add({ name: ' rex ', selection: { ids: [id] } })).toEqual({ count: 1 })
    expect(await test.api.tags.list()).toEqual([{ name: 'rex', count: 1 }])
    expect(await test.api.tags.remove({ name: 'rex', selection: { ids: [id] } })).toEqual({ count: 1 })
  })

  it('keeps searches', async () => {
    const saved = await test.api.savedSearches.create({ name: 'Dogs', query: 'object:dog', sort: 'newest' })
    expect(await test.api.savedSearches.list()).toEqual([saved])
    await test.api.savedSearches.remove({ id: saved.id })
    expect(await test.api.savedSearches.list()).toEqual([])
  })
})

describe('the pipeline', () => {
  it('tells its counts and what is wrong', async () => {
    await addImage('a')
    expect(await test.api.pipeline.status()).toMatchObject({
      queued: 1,
      paused: false,
      problem: 'The sidecar sleeps.',
    })
  })

  it('is paused, resumed, cancelled and retried', async () => {
    await addImage('a')
    await test.api.pipeline.pause()
    expect((await test.api.pipeline.status()).paused).toBe(true)
    await test.api.pipeline.resume()
    expect((await test.api.pipeline.status()).paused).toBe(false)
    expect(await test.api.pipeline.cancel({})).toEqual({ count: 1 })
    expect((await test.api.pipeline.status()).cancelled).toBe(1)
    expect(await test.api.pipeline.retryFailed()).toEqual({ count: 0 })
  })
})

describe('the system', () => {
  it('keeps settings', async () => {
    const settings = await test.api.system.settings()
    await test.api.system.setSettings({ ...settings, trashDays: 7 })
    expect(await test.api.system.settings()).toEqual({ ...settings, trashDays: 7 })
  })

  it('rebuilds the search index', async () => {
    await addRead('a')
    expect(await test.api.system.rebuildIndex()).toEqual({ images: 1 })
  })

  it('keeps the details of a surprise in the log, not in the answer', async () => {
    const error = await failureOf(test.api.system.report())
    expect(error.code).toBe('INTERNAL_SERVER_ERROR')
    expect(error.message).not.toContain('fire')
    expect(test.logged).toHaveLength(1)
  })
})
