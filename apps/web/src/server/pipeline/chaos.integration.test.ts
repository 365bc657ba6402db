import type { ImageDetail } from '@vitrine/contracts'
import type { Db } from '@vitrine/db'
import { describe, expect, it } from 'vitest'
import { rampage, seededRandom, startProduct } from '../testing/chaos.ts'
import { createTestGallery, paint, type TestGallery } from '../testing/gallery.ts'
import { startSidecar } from '../testing/sidecar-process.ts'

const IMAGES = 200
const KILLS = 50

/** The same pictures in every gallery: 0 to 7 objects, 0 to 3 lines of text. */
async function fill(gallery: TestGallery): Promise<void> {
  for (let index = 0; index < IMAGES; index += 1) {
    const size = { width: 24 + (index % 4), height: 24 + (index % 8) }
    await gallery.add(await paint(index, size), `picture ${index}`)
  }
}

/** Done is done for good: read, and read deeply where that was asked for. */
async function countDone(db: Db): Promise<number> {
  const { ready, waitingForReasoning } = await db.jobs.status()
  return ready - waitingForReasoning
}

/** Everything that counts about an image, without ids and times, which differ from run to run. */
function essence(detail: ImageDetail) {
  const kinds = detail.annotations.map(({ body }) => body.type).sort()
  const { fileName, status, reasoning, caption, detailedCaption, text, reading, objectCount, tags, failure } =
    detail
  return {
    fileName,
    status,
    reasoning,
    caption,
    detailedCaption,
    text,
    reading,
    objectCount,
    tags,
    failure,
    kinds,
  }
}

async function everything(db: Db) {
  const { images } = await db.images.list({ limit: 500 })
  const details = await Promise.all(images.map(({ id }) => db.images.detail(id)))
  const search = await db.search.search({ query: '', sort: 'newest', limit: 500, everything: false })
  const { facets } = await db.search.facets('', ['object', 'kind', 'status'])
  const status = await db.jobs.status()
  return {
    images: details.map((detail) => (detail ? essence(detail) : null)),
    found: search.hits.length,
    facets,
    counts: { ...status, imagesPerSecond: null, secondsLeft: null },
  }
}

async function runUndisturbed() {
  const gallery = await createTestGallery()
  const sidecar = await startSidecar({ stages: ['perception', 'reasoning'] })
  try {
    await fill(gallery)
    gallery.work([sidecar.url])
    await gallery.until('all are read', async () => (await countDone(gallery.db)) === IMAGES)
    return await everything(gallery.db)
  } finally {
    await gallery.dispose()
    await sidecar.stop()
  }
}

describe('a batch whose processes are killed at random moments', () => {
  it('ends as if nothing had happened', { timeout: 300_000 }, async () => {
    const expected = await runUndisturbed()
    const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000)
    console.log(`chaos: CHAOS_SEED=${seed}`)
    const gallery = await createTestGallery()
    await fill(gallery)
    const product = await startProduct(gallery.dataDir)
    try {
      const startedAt = Date.now()
      const fallen = await rampage(product, {
        count: KILLS,
        patienceMs: 5_000,
        random: seededRandom(seed),
        doneShare: async () => (await countDone(gallery.db)) / IMAGES,
      })
      const doneAtLastKill = await countDone(gallery.db)
      await gallery.until('all are read', async () => (await countDone(gallery.db)) === IMAGES)
      const seconds = Math.round((Date.now() - startedAt) / 1000)
      console.log(
        `chaos: killed ${JSON.stringify(fallen)}; ${doneAtLastKill} of ${IMAGES} were done; ${seconds} s`,
      )
      expect(await everything(gallery.db)).toEqual(expected)
    } finally {
      await product.stop()
      await gallery.dispose()
    }
  })
})
