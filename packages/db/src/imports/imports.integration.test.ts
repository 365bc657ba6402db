import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addImage, idsOf } from '../search/testing.ts'
import { createTestDb, fakeSha256, makeNewImage, type TestDb } from '../testing.ts'

let test: TestDb
beforeEach(() => {
  test = createTestDb()
})
afterEach(() => test.dispose())

const NO_KEY = { sha256: null, fileName: null, page: null }
const match = async (key: Partial<typeof NO_KEY | { sha256: string; fileName: string; page: number }>) =>
  (await test.db.imports.match([{ ...NO_KEY, ...key }]))[0]

describe('the image of a row', () => {
  it('is found by its hash, whatever it is called now', async () => {
    const id = await addImage(test.db, 'mug', { fileName: 'renamed.jpg' })
    expect(await match({ sha256: fakeSha256('mug'), fileName: 'mug.jpg' })).toEqual({ type: 'found', id })
  })

  it('is not another image of the same name', async () => {
    await addImage(test.db, 'mug', { fileName: 'mug.jpg' })
    expect(await match({ sha256: fakeSha256('other'), fileName: 'mug.jpg' })).toEqual({ type: 'unmatched' })
  })

  it('is found by its name, with a path or without, and not in the trash', async () => {
    const id = await addImage(test.db, 'mug', { fileName: 'Red Mug.jpg' })
    expect(await match({ fileName: 'C:\\Photos\\red mug.JPG' })).toEqual({ type: 'found', id })
    expect(await match({ fileName: 'photos/Red Mug.jpg' })).toEqual({ type: 'found', id })
    await test.db.images.trash({ ids: [id] })
    expect(await match({ fileName: 'Red Mug.jpg' })).toEqual({ type: 'unmatched' })
  })

  it('is not guessed among several of a name', async () => {
    await addImage(test.db, 'a', { fileName: 'IMG_1.jpg' })
    await addImage(test.db, 'b', { fileName: 'IMG_1.jpg' })
    expect(await match({ fileName: 'IMG_1.jpg' })).toEqual({ type: 'ambiguous', count: 2 })
  })

  it('is told from the other pages by its page', async () => {
    const scan = { sha256: fakeSha256('scan'), mediaType: 'application/pdf' as const }
    const ids: number[] = []
    for (const pageNumber of [1, 2])
      ids.push((await test.db.images.create(makeNewImage(`scan-${pageNumber}`, { ...scan, pageNumber }))).id)
    expect(await match({ sha256: scan.sha256, page: 2 })).toEqual({ type: 'found', id: ids[1] })
    expect(await match({ sha256: scan.sha256 })).toEqual({ type: 'ambiguous', count: 2 })
  })
})

describe('applying rows', () => {
  const words = {
    caption: 'A red mug.',
    description: 'A red mug on a table.',
    notes: 'Sold.',
    tags: ['red'],
    fields: [{ name: 'price', value: '12.50', number: 12.5, unit: 'EUR' }],
  }

  it('makes the words a person’s, found by search, announced once', async () => {
    const id = await addImage(test.db, 'mug', { caption: 'A cup.' })
    const before = await test.db.events.lastId()
    await test.db.imports.apply([{ id, words }], { overwrite: false, person: 'Ann' })
    const [record] = await test.db.exports.records([id], { withPlaces: true })
    expect(record).toMatchObject({ ...words, captionBy: 'person', descriptionBy: 'person' })
    expect(record?.annotations).toContainEqual(
      expect.objectContaining({
        body: { type: 'caption', text: 'A red mug.', template: false },
        source: { by: 'person', name: 'Ann' },
      }),
    )
    for (const query of ['caption:red', 'notes:sold', 'tag:red', 'field:price>12'])
      expect(await idsOf(test.db, query)).toEqual([id])
    expect(await test.db.events.after(before, 10)).toHaveLength(1)
  })

  it('does again nothing the second time', async () => {
    const id = await addImage(test.db, 'mug')
    await test.db.imports.apply([{ id, words }], { overwrite: false, person: 'Ann' })
    const before = await test.db.events.lastId()
    expect(await test.db.imports.apply([{ id, words }], { overwrite: true, person: 'Bob' })).toMatchObject([
      { id, changes: [] },
    ])
    expect(await test.db.events.lastId()).toBe(before)
  })

  it('leaves a person’s words unless it is told otherwise, and plans what it does', async () => {
    const id = await addImage(test.db, 'mug')
    await test.db.images.setCaption(id, 'caption', 'Ann’s mug', 'Ann')
    const rows = [{ id, words: { caption: 'A red mug.', tags: [], fields: [] } }]
    for (const [overwrite, fate, caption] of [
      [false, 'kept', 'Ann’s mug'],
      [true, 'overwritten', 'A red mug.'],
    ] as const) {
      const planned = await test.db.imports.plan(rows, { overwrite })
      expect(planned).toMatchObject([{ changes: [{ from: 'Ann’s mug', to: 'A red mug.', fate }] }])
      expect(await test.db.imports.apply(rows, { overwrite, person: 'Bob' })).toEqual(planned)
      expect((await test.db.images.card(id))?.caption).toBe(caption)
    }
  })
})
