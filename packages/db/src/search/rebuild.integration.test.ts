import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestDb, type TestDb } from '../testing.ts'
import { unpackFacets, unpackWords } from './packed.ts'
import { addImage, idsOf } from './testing.ts'

let test: TestDb

beforeEach(() => {
  test = createTestDb()
})

afterEach(() => test.dispose())

/** Everything the index holds, without the ids that depend on the order of writing. */
function readIndex(file: string) {
  const db = new Database(file, { readonly: true })
  const words = new Map(
    db
      .prepare<[], [number, string]>('SELECT id, word FROM SearchWord')
      .raw()
      .all()
      .map(([id, word]) => [id, word]),
  )
  const facets = new Map(
    db.prepare<[], [number, string]>("SELECT id, name || ':' || value FROM SearchFacet").raw().all(),
  )
  const documents = db
    .prepare<[], { imageId: number; isTrashed: number; length: number; words: string; facets: string }>(
      'SELECT imageId, isTrashed, length, words, facets FROM SearchDocument ORDER BY imageId',
    )
    .all()
    .map((row) => ({
      ...row,
      words: unpackWords(row.words)
        .map(([id, frequency]) => `${words.get(id)}=${frequency}`)
        .sort(),
      facets: unpackFacets(row.facets)
        .map((id) => facets.get(id))
        .sort(),
    }))
  const index = {
    documents,
    words: db.prepare('SELECT word, stem, documents FROM SearchWord ORDER BY word').all(),
    facets: db
      .prepare('SELECT name, value, documents FROM SearchFacet WHERE documents <> 0 ORDER BY name, value')
      .all(),
    totals: db.prepare('SELECT * FROM SearchTotals').all(),
    texts: db
      .prepare('SELECT rowid FROM search_fts WHERE search_fts MATCH ? ORDER BY rowid')
      .all('dog OR cat OR total'),
    pieces: db.prepare('SELECT count(*) AS count FROM search_tri').all(),
  }
  db.close()
  return index
}

it('makes the same index that every change by itself had made', async () => {
  const { db, file } = test
  const dog = await addImage(db, 'a', { caption: 'A dog', labels: ['dog'], text: ['B-KX 4711'] })
  const cat = await addImage(db, 'b', { caption: 'A cat', labels: ['cat', 'cat'], takenAt: 1 })
  const receipt = await addImage(db, 'c', { caption: 'A receipt', text: ['TOTAL 1,00'], kind: 'receipt' })
  const gone = await addImage(db, 'd', { caption: 'Gone with the unique zebra' })
  await db.tags.add('Pets', { ids: [dog, cat] })
  await db.tags.remove('Pets', { ids: [cat] })
  await db.images.setNotes(cat, 'asleep')
  await db.images.setCaption(dog, 'caption', 'Rex', 'Ada')
  const collection = await db.collections.create('Best')
  await db.collections.add(collection.id, { ids: [dog, receipt] })
  await db.images.trash({ ids: [receipt, gone] })
  await db.images.restore({ ids: [receipt] })
  await db.images.purge({ ids: [gone] })
  await db.images.trash({ ids: [cat] })

  const before = readIndex(file)
  const progress: number[] = []
  expect(await db.search.rebuildIndex((done) => progress.push(done))).toEqual({ images: 3 })
  expect(readIndex(file)).toEqual(before)
  expect(progress).toEqual([3])
  expect(before.words).not.toContainEqual(expect.objectContaining({ word: 'zebra' }))
})

it('repairs an index that has lost its rows', async () => {
  const { db, file } = test
  const id = await addImage(db, 'a', { caption: 'A dog' })
  const raw = new Database(file)
  raw.exec(
    "INSERT INTO search_fts (search_fts) VALUES ('delete-all'); DELETE FROM SearchWord; DELETE FROM SearchDocument",
  )
  raw.close()
  expect(await idsOf(db, 'dog')).toEqual([])
  await db.search.rebuildIndex()
  expect(await idsOf(db, 'dog')).toEqual([id])
})
