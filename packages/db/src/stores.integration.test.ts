import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDb, makeNewImage, type TestDb } from './testing.ts'

let test: TestDb
let now = 1_700_000_000_000
beforeEach(() => {
  test = createTestDb({ now: () => now })
})
afterEach(() => test.dispose())

const create = async (seed: string) => (await test.db.images.create(makeNewImage(seed))).id
async function typesSince(eventId: number): Promise<string[]> {
  return (await test.db.events.after(eventId, 100)).map(({ body }) => body.type)
}

describe('collections', () => {
  it('are made, named, filled, emptied and removed', async () => {
    const { db } = test
    const ids = [await create('a'), await create('b')]
    const trip = await db.collections.create(' Trip ')
    expect(trip).toEqual({ id: trip.id, name: 'Trip', count: 0, coverId: null, createdAt: now })
    expect(await db.collections.add(trip.id, { ids })).toBe(2)
    expect(await db.collections.add(trip.id, { ids })).toBe(0)
    await db.collections.rename(trip.id, 'Journey')
    expect(await db.collections.list()).toEqual([{ ...trip, name: 'Journey', count: 2, coverId: ids[1] }])
    expect(await db.images.detail(ids[0] ?? 0)).toMatchObject({ collections: [{ name: 'Journey' }] })
    expect(await db.collections.take(trip.id, { ids: [ids[1] ?? 0] })).toBe(1)
    expect(await db.collections.list()).toMatchObject([{ count: 1, coverId: ids[0] }])
    await db.collections.remove(trip.id)
    expect(await db.collections.list()).toEqual([])
    expect(await db.images.detail(ids[0] ?? 0)).toMatchObject({ collections: [] })
  })
  it('hide what is in the trash until it comes back', async () => {
    const id = await create('a')
    const { id: trip } = await test.db.collections.create('Trip')
    await test.db.collections.add(trip, { ids: [id] })
    await test.db.images.trash({ ids: [id] })
    expect(await test.db.collections.list()).toMatchObject([{ count: 0, coverId: null }])
    await test.db.images.restore({ ids: [id] })
    expect(await test.db.collections.list()).toMatchObject([{ count: 1, coverId: id }])
  })
  it('have names of their own', async () => {
    await test.db.collections.create('Trip')
    await expect(test.db.collections.create('Trip')).rejects.toMatchObject({ code: 'conflict' })
    await expect(test.db.collections.create('  ')).rejects.toMatchObject({ code: 'bad-request' })
  })
  it('that are gone cannot be changed', async () => {
    const id = await create('a')
    await expect(test.db.collections.rename(999, 'x')).rejects.toMatchObject({ code: 'not-found' })
    await expect(test.db.collections.remove(999)).rejects.toMatchObject({ code: 'not-found' })
    await expect(test.db.collections.add(999, { ids: [id] })).rejects.toMatchObject({ code: 'not-found' })
  })
  it('say that they changed', async () => {
    const since = await test.db.events.lastId()
    const { id } = await test.db.collections.create('Trip')
    await test.db.collections.rename(id, 'Journey')
    await test.db.collections.remove(id)
    expect(await typesSince(since)).toEqual(Array(3).fill('collection.changed'))
  })
})

describe('tags', () => {
  it('are counted, whatever their case, and go with their last image', async () => {
    const ids = [await create('a'), await create('b')]
    expect(await test.db.tags.add('Beach', { ids })).toBe(2)
    expect(await test.db.tags.add('beach ', { ids })).toBe(0)
    expect(await test.db.tags.list()).toEqual([{ name: 'Beach', count: 2 }])
    expect(await test.db.images.detail(ids[0] ?? 0)).toMatchObject({
      tags: [{ name: 'Beach', by: 'person' }],
    })
    expect(await test.db.tags.remove('BEACH', { ids })).toBe(2)
    expect(await test.db.tags.list()).toEqual([])
  })
  it('count as a change of the image', async () => {
    const id = await create('a')
    const since = await test.db.events.lastId()
    await test.db.tags.add('x', { ids: [id] })
    expect(await typesSince(since)).toEqual(['image.changed'])
    expect(await test.db.images.card(id)).toMatchObject({ version: 2 })
  })
  it('on many images are one event for each transaction', async () => {
    for (let index = 0; index < 40; index++) await create(`image ${index}`)
    const since = await test.db.events.lastId()
    expect(await test.db.tags.add('all', { query: '' })).toBe(40)
    expect(await typesSince(since)).toEqual(['images.changed'])
  })
  it('hold no quotes', async () => {
    const id = await create('a')
    await expect(test.db.tags.add('a"b', { ids: [id] })).rejects.toMatchObject({ code: 'bad-request' })
  })
})

describe('saved searches', () => {
  it('are kept by name', async () => {
    const dogs = await test.db.savedSearches.create({ name: 'Dogs', query: 'object:dog', sort: 'newest' })
    const cats = await test.db.savedSearches.create({ name: 'Cats', query: 'cat', sort: 'relevance' })
    expect(await test.db.savedSearches.list()).toEqual([cats, dogs])
    await test.db.savedSearches.remove(dogs.id)
    expect(await test.db.savedSearches.list()).toEqual([cats])
    await expect(test.db.savedSearches.remove(dogs.id)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('settings', () => {
  it('have defaults, and keep what is set', async () => {
    const defaults = await test.db.settings.get()
    expect(defaults).toMatchObject({ trashDays: 30, triage: { maxObjects: 5, maxTextLength: 100 } })
    const since = await test.db.events.lastId()
    await test.db.settings.set({ ...defaults, trashDays: 7 })
    expect(await test.db.settings.get()).toEqual({ ...defaults, trashDays: 7 })
    expect(await typesSince(since)).toEqual(['settings.changed'])
  })
})

describe('events', () => {
  it('are read on from an id, and their ids are never given twice', async () => {
    expect([await test.db.events.firstId(), await test.db.events.lastId()]).toEqual([1, 0])
    const first = await test.db.events.append({ type: 'pipeline.changed' })
    const second = await test.db.events.append({ type: 'images.changed', count: 3 })
    expect(await test.db.events.after(first, 10)).toEqual([
      { id: second, body: { type: 'images.changed', count: 3 }, at: now },
    ])
    expect(await test.db.events.prune(now + 1)).toBe(2)
    expect(await test.db.events.lastId()).toBe(second)
    expect(await test.db.events.firstId()).toBe(second + 1)
    expect(await test.db.events.append({ type: 'pipeline.changed' })).toBe(second + 1)
  })
  it('are pruned by age', async () => {
    await test.db.events.append({ type: 'pipeline.changed' })
    now += 1000
    const young = await test.db.events.append({ type: 'pipeline.changed' })
    expect(await test.db.events.prune(now)).toBe(1)
    expect(await test.db.events.firstId()).toBe(young)
  })
})
