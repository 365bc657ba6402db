/** A new image: its rows, its first job, its event, in one transaction. */
import type Database from 'better-sqlite3'
import { type StoreContext, writeChange } from '../context.ts'
import type { ImageStore, NewImage } from '../db.ts'
import { appendEvent } from '../events/rows.ts'
import { enqueue } from '../jobs/queue.ts'
import { restoreImages } from './trash.ts'

interface KnownRow {
  id: number
  deletedAt: number | null
}

export function createImage(context: StoreContext, image: NewImage): ReturnType<ImageStore['create']> {
  return writeChange(context, (change) => {
    const { db, index, at } = change
    const known = db
      .prepare<[string, number], KnownRow>('SELECT id, deletedAt FROM Image WHERE sha256 = ? AND page = ?')
      .get(image.sha256, image.pageNumber ?? 0)
    if (known) {
      const restored = known.deletedAt !== null
      if (restored) restoreImages(change, [known.id])
      return { id: known.id, outcome: 'duplicate' as const, restored }
    }
    insertBlobs(db, image, at)
    const id = insertImage(db, image, at)
    insertVariants(db, id, image)
    enqueue(db, { imageId: id, stage: 'perception', state: 'queued', at })
    index.indexImages(db, [id])
    appendEvent(db, { type: 'image.created', imageId: id }, at)
    return { id, outcome: 'created' as const, restored: false }
  })
}

function insertBlobs(db: Database.Database, image: NewImage, at: number): void {
  const insert = db.prepare(
    'INSERT OR IGNORE INTO Blob (sha256, sizeBytes, mediaType, createdAt) VALUES (?, ?, ?, ?)',
  )
  insert.run(image.sha256, image.sizeBytes, image.mediaType, at)
  for (const variant of image.variants) insert.run(variant.sha256, variant.sizeBytes, variant.mediaType, at)
}

function insertImage(db: Database.Database, image: NewImage, at: number): number {
  const { pageNumber, variants: _, ...columns } = image
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO Image (sha256, page, mediaType, fileName, width, height, sizeBytes, placeholder, camera,
                          sourceSha256, takenAt, createdAt, updatedAt)
       VALUES (@sha256, @page, @mediaType, @fileName, @width, @height, @sizeBytes, @placeholder, @camera,
               @sourceSha256, @takenAt, @at, @at)`,
    )
    .run({ ...columns, page: pageNumber ?? 0, at })
  return Number(lastInsertRowid)
}

function insertVariants(db: Database.Database, imageId: number, image: NewImage): void {
  const insert = db.prepare(
    `INSERT INTO Variant (imageId, kind, sha256, sizeBytes, mediaType, width, height)
     VALUES (@imageId, @kind, @sha256, @sizeBytes, @mediaType, @width, @height)`,
  )
  for (const variant of image.variants) insert.run({ imageId, ...variant })
}
