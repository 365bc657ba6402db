/** New images: their rows, their first jobs, their events, in one transaction. */
import type Database from 'better-sqlite3'
import type { Change } from '../context.ts'
import type { CreatedImage, NewImage } from '../db.ts'
import { appendEvent } from '../events/rows.ts'
import { enqueue } from '../jobs/queue.ts'
import { perConnection } from '../per-connection.ts'
import { restoreImages } from './trash.ts'

interface KnownRow {
  id: number
  deletedAt: number | null
}

const statements = perConnection((db) => ({
  find: db.prepare<[string, number], KnownRow>(
    'SELECT id, deletedAt FROM Image WHERE sha256 = ? AND page = ?',
  ),
  insertBlob: db.prepare(
    'INSERT OR IGNORE INTO Blob (sha256, sizeBytes, mediaType, createdAt) VALUES (?, ?, ?, ?)',
  ),
  insertVideo: db.prepare('INSERT OR IGNORE INTO Video (sha256, durationMs) VALUES (?, ?)'),
  insertImage: db.prepare(
    `INSERT INTO Image (sha256, page, mediaType, fileName, width, height, sizeBytes, placeholder, camera,
                        sourceSha256, takenAt, atMs, createdAt, updatedAt)
     VALUES (@sha256, @page, @mediaType, @fileName, @width, @height, @sizeBytes, @placeholder, @camera,
             @sourceSha256, @takenAt, @atMs, @at, @at)`,
  ),
  insertVariant: db.prepare(
    `INSERT INTO Variant (imageId, kind, sha256, sizeBytes, mediaType, width, height)
     VALUES (@imageId, @kind, @sha256, @sizeBytes, @mediaType, @width, @height)`,
  ),
}))

/** Same bytes and page: the image that is there, out of the trash if it was in it. */
export function createImage(change: Change, image: NewImage): CreatedImage {
  const { db, index, at } = change
  const known = statements(db).find.get(image.sha256, image.pageNumber ?? 0)
  if (known) {
    const restored = known.deletedAt !== null
    if (restored) restoreImages(change, [known.id])
    return { id: known.id, outcome: 'duplicate', restored }
  }
  const id = insertRows(db, image, at)
  enqueue(db, { imageId: id, stage: 'perception', state: 'queued', at })
  index.indexImages(db, [id])
  appendEvent(db, { type: 'image.created', imageId: id }, at)
  return { id, outcome: 'created', restored: false }
}

function insertRows(db: Database.Database, image: NewImage, at: number): number {
  const { insertBlob, insertVideo, insertImage, insertVariant } = statements(db)
  const { pageNumber, variants, atMs = null, video, ...columns } = image
  insertBlob.run(image.sha256, image.sizeBytes, image.mediaType, at)
  for (const variant of variants) insertBlob.run(variant.sha256, variant.sizeBytes, variant.mediaType, at)
  if (video) insertVideo.run(image.sha256, video.durationMs)
  const id = Number(insertImage.run({ ...columns, atMs, page: pageNumber ?? 0, at }).lastInsertRowid)
  for (const variant of variants) insertVariant.run({ imageId: id, ...variant })
  return id
}
