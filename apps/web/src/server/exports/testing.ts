/** A library to export from, and zips unpacked in memory, for tests. */

import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { ExportRequest } from '@vitrine/contracts'
import { createTestDb, fakeSha256, makeNewImage, makePerception, makeTriage } from '@vitrine/db/testing'
import Database from 'better-sqlite3'
import yauzl, { type ZipFile } from 'yauzl'
import { createBlobStore } from '../storage/blob-store.ts'
import { createEmbedder } from './embed.ts'
import { createExports } from './exports.ts'

/** What the clock shows. */
export const NOW = Date.UTC(2026, 10, 25)

/** An empty library with its exports. */
export async function openRoom() {
  const { db, file, dispose } = createTestDb()
  const dataDir = path.dirname(file)
  const blobs = await createBlobStore({ dataDir })
  /** How many batches of images have been read from the database. */
  let batches = 0
  const counted: typeof db.exports = {
    ids: db.exports.ids,
    records: (ids, options) => {
      batches += 1
      return db.exports.records(ids, options)
    },
  }
  let at = NOW
  const embedder = createEmbedder({ directory: path.join(dataDir, 'tmp') })
  const exports = createExports({
    db: { images: db.images, exports: counted },
    blobs,
    embedder,
    now: () => at,
  })

  async function add(
    text: string,
    fileName = `${text}.jpg`,
    over: Partial<ReturnType<typeof makeNewImage>> = {},
  ) {
    const stored = await blobs.put(Buffer.from(text))
    const { id } = await db.images.create(makeNewImage(text, { ...stored, fileName, variants: [], ...over }))
    const [job] = await db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 60_000 })
    if (job)
      await db.jobs.commitPerception(job, {
        result: makePerception({ caption: `The ${text}.` }),
        triage: makeTriage(),
        hasReasoningEngine: false,
      })
    return id
  }

  /** Rows only, as many as are wanted at once; returns their ids. */
  function addMany(count: number): number[] {
    const raw = new Database(file)
    raw.exec(`INSERT INTO Blob (sha256, sizeBytes, mediaType, createdAt) VALUES ('${fakeSha256('many')}', 1, 'image/jpeg', 0);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
      INSERT INTO Image (sha256, page, mediaType, fileName, width, height, sizeBytes, caption, createdAt, updatedAt)
      SELECT '${fakeSha256('many')}', i, 'image/jpeg', 'image-' || i || '.jpg', 10, 10, 1, 'Caption ' || i, 0, 0 FROM n`)
    const ids = raw.prepare<[], number>('SELECT id FROM Image').pluck().all()
    raw.close()
    return ids
  }

  return {
    db,
    blobs,
    exports,
    add,
    addMany,
    batches: () => batches,
    pass: (ms: number) => {
      at += ms
    },
    embedder,
    temporaryFiles: () => readdir(path.join(dataDir, 'tmp')),
    dispose: async () => {
      await embedder.close()
      await dispose()
    },
  }
}

/** Everything, oldest first, as CSV, but for what is said. */
export const want = (over: Partial<ExportRequest> = {}) =>
  ExportRequest.parse({ selection: { query: '' }, format: 'csv', sort: 'oldest', ...over })

export interface UnpackedFile {
  path: string
  text: string
}

function open(bytes: ArrayBuffer): Promise<ZipFile> {
  return new Promise((resolve, reject) =>
    yauzl.fromBuffer(Buffer.from(bytes), { lazyEntries: true, validateEntrySizes: true }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    ),
  )
}

/** Every file of a zip as bytes. */
export async function unpackBytes(bytes: ArrayBuffer): Promise<{ path: string; bytes: Uint8Array }[]> {
  const zip = await open(bytes)
  const files: { path: string; bytes: Uint8Array }[] = []
  for await (const entry of zip.eachEntry())
    files.push({ path: entry.fileName, bytes: await buffer(await zip.openReadStreamPromise(entry)) })
  return files
}

/** Every file of a zip in its order; throws for a zip that is damaged or not whole, and for paths that lead out of it. */
export async function unpack(bytes: ArrayBuffer): Promise<UnpackedFile[]> {
  const zip = await open(bytes)
  const files: UnpackedFile[] = []
  for await (const entry of zip.eachEntry())
    files.push({ path: entry.fileName, text: await text(await zip.openReadStreamPromise(entry)) })
  if (files.length !== zip.entryCount) throw new Error('The zip counts other files than it holds.')
  return files
}
