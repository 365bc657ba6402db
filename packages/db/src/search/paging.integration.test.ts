import type { SearchRequest } from '@vitrine/contracts'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDb, type TestDb } from '../testing.ts'
import { POOL_SIZE } from './pool.ts'
import { addImage } from './testing.ts'
import { indexImages } from './writer.ts'

/** More than the pool ranks, so that pages run on into what is older. */
const COUNT = POOL_SIZE + 300
let test: TestDb

/** Copies of one image: what differs is what paging must tell apart. */
function fill(file: string): void {
  const db = new Database(file)
  db.transaction(() => {
    const image = db.prepare(
      `INSERT INTO Image (id, sha256, page, mediaType, fileName, width, height, sizeBytes, status, kind, createdAt, updatedAt)
       SELECT ?, sha256, ?, mediaType, ?, width, height, ?, status, kind, createdAt, updatedAt FROM Image WHERE id = 1`,
    )
    const annotation = db.prepare(
      `INSERT INTO Annotation (imageId, stage, type, text, sourceId, createdAt)
       VALUES (?, 'perception', 'caption', ?, (SELECT min(id) FROM Source), 0)`,
    )
    const ids: number[] = []
    for (let id = 2; id <= COUNT; id++) {
      image.run(id, id, `n${(id * 7) % 50}.jpg`, (id * 13) % 40)
      annotation.run(id, `common ${id % 3 === 0 ? 'common common' : 'word'} ${id % 500 === 0 ? 'rare' : ''}`)
      ids.push(id)
    }
    indexImages(db, ids)
  })()
  db.close()
}

async function readAll(request: Partial<SearchRequest>): Promise<number[]> {
  const ids: number[] = []
  let cursor: string | undefined
  do {
    const page = await test.db.search.search({
      query: '',
      sort: 'relevance',
      limit: 170,
      everything: false,
      ...request,
      ...(cursor === undefined ? {} : { cursor }),
    })
    ids.push(...page.hits.map((hit) => hit.image.id))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return ids
}

beforeAll(async () => {
  test = createTestDb()
  await addImage(test.db, 'first', { caption: 'common word' })
  fill(test.file)
}, 60_000)

afterAll(() => test.dispose())

describe('pages', () => {
  it.each<[Partial<SearchRequest>, number]>([
    [{ query: 'common' }, COUNT],
    [{ query: 'common', everything: true }, COUNT],
    [{ query: 'common', sort: 'newest' }, COUNT],
    [{ query: 'common', sort: 'oldest' }, COUNT],
    [{ query: 'common', sort: 'name' }, COUNT],
    [{ query: 'common', sort: 'largest' }, COUNT],
    [{ query: 'rare' }, Math.floor(COUNT / 500)],
    [{ query: '' }, COUNT],
    [{ query: '', sort: 'oldest' }, COUNT],
    [{ query: '', sort: 'name' }, COUNT],
    [{ query: '', sort: 'largest' }, COUNT],
    [{ query: 'kind:photo' }, COUNT],
  ])('of %j hold every match once', async (request, expected) => {
    const ids = await readAll(request)
    expect(ids).toHaveLength(expected)
    expect(new Set(ids).size).toBe(expected)
  })

  it('are ranked through the pool, then newest first', async () => {
    const ids = await readAll({ query: 'common' })
    const lowest = COUNT - POOL_SIZE + 1
    const firstOlder = ids.findIndex((id) => id < lowest)
    expect(firstOlder).toBe(POOL_SIZE)
    expect(ids.slice(firstOlder)).toEqual(ids.slice(firstOlder).sort((a, b) => b - a))
    expect((ids[0] ?? 1) % 3).toBe(0)
  })

  it('go on without doubles when new matches arrive in between', async () => {
    const first = await test.db.search.search({
      query: 'common',
      sort: 'relevance',
      limit: 50,
      everything: false,
    })
    await addImage(test.db, 'late', { caption: 'common common common' })
    const seen = new Set(first.hits.map((hit) => hit.image.id))
    const rest = await readAll({ query: 'common', cursor: first.nextCursor ?? '' })
    expect(rest.filter((id) => seen.has(id))).toEqual([])
    expect(rest).toHaveLength(COUNT - 50)
    await test.db.images.purge({ ids: await test.db.images.resolve({ query: 'file:late' }) })
  })

  it('say when only a part was ranked, and count up to a thousand', async () => {
    const { pooled, total } = await test.db.search.search({
      query: 'common',
      sort: 'relevance',
      limit: 1,
      everything: false,
    })
    expect({ pooled, total }).toEqual({ pooled: true, total: { value: 1000, capped: true } })
    const facets = await test.db.search.facets('common', ['kind'])
    expect(facets.exact).toBe(false)
    expect(facets.facets[0]?.values[0]?.count).toEqual({ value: POOL_SIZE, capped: true })
  })

  it('refuse a cursor that is none', async () => {
    const search = test.db.search.search({
      query: '',
      sort: 'newest',
      limit: 1,
      everything: false,
      cursor: 'x',
    })
    await expect(search).rejects.toMatchObject({ code: 'bad-request' })
  })
})

describe('neighbours', () => {
  it.each<[string, SearchRequest['sort']]>([
    ['common', 'relevance'],
    ['rare', 'relevance'],
    ['', 'relevance'],
    ['kind:photo', 'newest'],
    ['common', 'oldest'],
    ['common', 'name'],
    ['common', 'largest'],
    ['', 'name'],
    ['', 'largest'],
  ])('of %s by %s are those before and after it in the pages', async (query, sort) => {
    const ids = await readAll({ query, sort })
    for (const index of [
      0,
      1,
      Math.floor(ids.length / 2),
      POOL_SIZE - 1,
      POOL_SIZE,
      POOL_SIZE + 1,
      ids.length - 1,
    ]) {
      const id = ids[index]
      if (id === undefined) continue
      const { previous, next, position } = await test.db.search.neighbours(id, query, sort)
      expect([index, previous, next]).toEqual([index, ids[index - 1] ?? null, ids[index + 1] ?? null])
      expect([null, index + 1]).toContain(position)
    }
  })

  it('of an image that does not match are nowhere', async () => {
    expect(await test.db.search.neighbours(2, 'rare', 'relevance')).toMatchObject({
      previous: null,
      next: null,
    })
  })
})

describe('selections', () => {
  it('take all that a query finds, newest first', async () => {
    const ids = await test.db.images.resolve({ query: 'rare' })
    expect(ids).toEqual([1000, 500])
  })

  it('take nothing for a query of which nothing could be read', async () => {
    expect(await test.db.images.resolve({ query: 'object:' })).toEqual([])
  })
})
