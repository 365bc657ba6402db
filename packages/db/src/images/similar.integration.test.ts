import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createTestDb,
  makeEmbedding,
  makeNewImage,
  makePerception,
  makeTriage,
  type TestDb,
} from '../testing.ts'

let test: TestDb
beforeEach(() => {
  test = createTestDb()
})
afterEach(() => test.dispose())

const create = async (seed: string) => (await test.db.images.create(makeNewImage(seed))).id

/** Runs stage 1 on everything that is queued. */
async function perceiveAll(overrides: Parameters<typeof makePerception>[0] = {}) {
  for (const job of await test.db.jobs.claim({ stage: 'perception', limit: 100, leaseMs: 60_000 }))
    await test.db.jobs.commitPerception(job, {
      result: makePerception(overrides),
      triage: makeTriage(),
      hasReasoningEngine: true,
    })
}

describe('similar images', () => {
  const perceiveWith = async (values: number[], space?: string) =>
    perceiveAll({ embedding: makeEmbedding(values, space) })

  it('are ranked by cosine within one space, the trash left out', async () => {
    const query = await create('query')
    await perceiveWith([1, 0, 0])
    const near = await create('near')
    await perceiveWith([0.9, 0.1, 0])
    const far = await create('far')
    await perceiveWith([0, 1, 0])
    await create('elsewhere')
    await perceiveWith([1, 0, 0], 'another')
    const trashed = await create('trashed')
    await perceiveWith([1, 0, 0])
    await test.db.images.trash({ ids: [trashed] })
    const found = await test.db.images.similar(query, 10)
    expect(found.map(({ image }) => image.id)).toEqual([near, far])
    expect(found[0]?.similarity).toBeCloseTo(0.994, 2)
    expect(found[1]?.similarity).toBeCloseTo(0, 5)
  })
  it('follow new and changed embeddings', async () => {
    const query = await create('query')
    await perceiveWith([1, 0])
    expect(await test.db.images.similar(query, 10)).toEqual([])
    const other = await create('other')
    await perceiveWith([0, 1])
    expect(await test.db.images.similar(query, 10)).toMatchObject([{ image: { id: other }, similarity: 0 }])
    await test.db.jobs.rerun({ ids: [other] }, 'perception')
    await perceiveWith([1, 0])
    expect(await test.db.images.similar(query, 10)).toMatchObject([{ image: { id: other }, similarity: 1 }])
  })
  it('are none for an image without an embedding', async () => {
    const id = await create('a')
    await perceiveAll()
    expect(await test.db.images.similar(id, 10)).toEqual([])
  })
})
