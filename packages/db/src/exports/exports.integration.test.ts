import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { POOL_SIZE } from '../search/pool.ts'
import { addImage } from '../search/testing.ts'
import { createTestDb, makeReading, type TestDb } from '../testing.ts'

let test: TestDb
beforeEach(() => {
  test = createTestDb()
})
afterEach(() => test.dispose())

const record = async (id: number, withPlaces = false) => {
  const [found] = await test.db.exports.records([id], { withPlaces })
  if (!found) throw new Error(`There is no image ${id}.`)
  return found
}

describe('the images of an export', () => {
  it.each(['relevance', 'newest', 'oldest', 'name', 'largest'] as const)(
    'come in the order of the screen: %s',
    async (sort) => {
      await addImage(test.db, 'a', { caption: 'a dog', fileName: 'img10.jpg', sizeBytes: 10 })
      await addImage(test.db, 'b', { caption: 'a dog and a dog', fileName: 'img9.jpg', sizeBytes: 30 })
      await addImage(test.db, 'c', { caption: 'a cat', fileName: 'img1.jpg', sizeBytes: 20 })
      await addImage(test.db, 'd', { caption: 'dog', fileName: 'img2.jpg', sizeBytes: 5 })
      for (const query of ['', 'dog']) {
        const { hits } = await test.db.search.search({ query, sort, limit: 100, everything: true })
        expect(await test.db.exports.ids({ query }, sort)).toEqual(hits.map(({ image }) => image.id))
      }
    },
  )

  it('are all there are, however many more than a page they are', async () => {
    const count = POOL_SIZE + 50
    for (let n = 0; n < count; n += 1) await addImage(test.db, `dog-${n}`, { caption: 'a dog' })
    for (const sort of ['relevance', 'newest', 'oldest', 'name', 'largest'] as const) {
      expect(new Set(await test.db.exports.ids({ query: 'dog' }, sort)).size).toBe(count)
      expect(await test.db.exports.ids({ query: '' }, sort)).toHaveLength(count)
    }
  }, 60_000)

  it('are those that were chosen, or those of a collection, without the trash', async () => {
    const ids = [
      await addImage(test.db, 'b', { fileName: 'b.jpg' }),
      await addImage(test.db, 'a', { fileName: 'a.jpg' }),
      await addImage(test.db, 'c', { fileName: 'c.jpg' }),
    ]
    const [b = 0, a = 0, c = 0] = ids
    const { id: collection } = await test.db.collections.create('Summer')
    await test.db.collections.add(collection, { ids: [a, b, c] })
    await test.db.images.trash({ ids: [c] })
    expect(await test.db.exports.ids({ ids: [b, a, c, a, 999] }, 'newest')).toEqual([a, b])
    expect(await test.db.exports.ids({ collection }, 'oldest')).toEqual([b, a])
    expect(await test.db.exports.ids({ collection }, 'name')).toEqual([a, b])
    await expect(test.db.exports.ids({ collection: 999 }, 'newest')).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('are never those in the trash, whatever is searched for', async () => {
    const id = await addImage(test.db, 'a')
    await test.db.images.trash({ ids: [id] })
    expect(await test.db.exports.ids({ query: 'is:trashed' }, 'newest')).toEqual([])
  })

  it('are none for a search of which nothing can be read', async () => {
    await addImage(test.db, 'a')
    expect(await test.db.exports.ids({ query: '""' }, 'newest')).toEqual([])
  })
})

describe('what an export says of an image', () => {
  it('is what people wrote before what models said, and by whom', async () => {
    const id = await addImage(test.db, 'a', {
      caption: 'A dog.',
      detailed: 'A brown dog.',
      text: ['No', 'swimming'],
    })
    expect(await record(id)).toMatchObject({ caption: 'A dog.', captionBy: 'model', descriptionBy: 'model' })
    await test.db.images.setCaption(id, 'caption', 'Rex', 'Ann')
    await test.db.images.setNotes(id, 'For the fair.')
    await test.db.tags.add('Pets', { ids: [id] })
    expect(await record(id)).toMatchObject({
      caption: 'Rex',
      captionBy: 'person',
      description: 'A brown dog.',
      descriptionBy: 'model',
      text: 'No\nswimming',
      notes: 'For the fair.',
      tags: ['Pets'],
      page: null,
    })
  })

  it('counts the things on it', async () => {
    const id = await addImage(test.db, 'a', { labels: ['dog', 'cat', 'dog'] })
    expect((await record(id)).objects).toEqual([
      { label: 'dog', count: 2 },
      { label: 'cat', count: 1 },
    ])
  })

  it('has one field of each name, a person’s before the model’s', async () => {
    const id = await addImage(test.db, 'a', { reasons: ['receipt-like'], hasReasoningEngine: true })
    const [job] = await test.db.jobs.claim({ stage: 'reasoning', limit: 1, leaseMs: 60_000 })
    if (!job) throw new Error('There is no job to claim.')
    const total = { name: 'total', value: '9.40', number: 9.4, unit: 'EUR' }
    const date = { name: 'date', value: '3 May', number: null, unit: null }
    await test.db.jobs.commitReasoning(job, makeReading({ fields: [total, date] }))
    expect((await record(id)).fields).toEqual([total, date])
    const mended = { ...total, value: '9.50', number: 9.5 }
    await test.db.images.keepField(id, mended, { by: 'person', name: 'Ann' })
    expect((await record(id)).fields).toEqual([mended, date])
  })

  it('has places and sources only where they are asked for', async () => {
    const id = await addImage(test.db, 'a', { labels: ['dog'] })
    expect((await record(id)).annotations).toEqual([])
    const detail = await test.db.images.detail(id)
    expect((await record(id, true)).annotations).toEqual(
      detail?.annotations.filter(({ body }) => body.type !== 'kind'),
    )
  })

  it('leaves out what has gone to the trash since', async () => {
    const id = await addImage(test.db, 'a')
    await test.db.images.trash({ ids: [id] })
    expect(await test.db.exports.records([id], { withPlaces: false })).toEqual([])
  })
})
