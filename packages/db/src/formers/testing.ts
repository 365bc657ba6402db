/** Images that several models read, for the tests of former readings. */
import type { PerceptionResult } from '@vitrine/contracts'
import Database from 'better-sqlite3'
import type { ClaimedJob } from '../db.ts'
import {
  createTestDb,
  makeEmbedding,
  makeNewImage,
  makePerception,
  makeTriage,
  TEST_MODEL,
} from '../testing.ts'

type Reasons = Parameters<typeof makeTriage>[0]

/** What a model of this name says: it sees one thing, reads one line, and has its own vector. */
export function saidBy(name: string, over: Partial<PerceptionResult> = {}): PerceptionResult {
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

/** Everything stored of an image that a re-read replaces, without the numbers that only grow. */
function readStored(file: string, id: number) {
  const db = new Database(file, { readonly: true })
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

/** An empty gallery whose clock moves on with every look at it. */
export function createTestGallery() {
  let now = 1_700_000_000_000
  const { db, file, dispose } = createTestDb({ now: () => now++ })
  const claimOne = async (stage: 'perception' | 'reasoning' = 'perception'): Promise<ClaimedJob> => {
    const [job] = await db.jobs.claim({ stage, limit: 1, leaseMs: 60_000 })
    if (!job) throw new Error('There is no job to claim.')
    return job
  }
  const commit = (job: ClaimedJob, result: PerceptionResult, reasons: Reasons = []) =>
    db.jobs.commitPerception(job, { result, triage: makeTriage(reasons), hasReasoningEngine: false })
  const create = async (seed: string) => (await db.images.create(makeNewImage(seed))).id
  return {
    db,
    file,
    dispose,
    create,
    claimOne,
    commit,
    /** The time of the next write. */
    now: () => now,
    /** An image that was read so. */
    async addRead(seed: string, result: PerceptionResult, reasons: Reasons = []): Promise<number> {
      const id = await create(seed)
      await commit(await claimOne(), result, reasons)
      return id
    },
    /** Reads it again. */
    async reread(id: number, result: PerceptionResult, reasons: Reasons = []): Promise<void> {
      await db.jobs.rerun({ ids: [id] }, 'perception')
      await commit(await claimOne(), result, reasons)
    },
    /** The reading that may be taken back. */
    former: async (id: number) => (await db.images.detail(id))?.former ?? null,
    stored: (id: number) => readStored(file, id),
  }
}
