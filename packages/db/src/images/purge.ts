/** Out of the trash for good. */
import type Database from 'better-sqlite3'
import type { Change } from '../context.ts'
import { announce } from '../events/rows.ts'
import { moveReadings } from '../videos/carrier.ts'

export interface Purged {
  ids: number[]
  /** Blobs that nothing points to any more. */
  orphanedBlobs: string[]
}

/** Deletes those of these images that are in the trash. */
export function purgeImages({ db, index, at }: Change, ids: readonly number[]): Purged {
  const purged = db
    .prepare<[string], number>(
      'SELECT id FROM Image WHERE id IN (SELECT value FROM json_each(?)) AND deletedAt IS NOT NULL',
    )
    .pluck()
    .all(JSON.stringify(ids))
  const candidates = blobsOf(db, purged)
  moveReadings({ db, index }, purged, { areGoing: true })
  index.removeFromIndex(db, purged)
  // Everything else that belongs to an image goes with its row, by the foreign keys.
  const remove = db.prepare('DELETE FROM Image WHERE id = ?')
  for (const id of purged) remove.run(id)
  removeEmptyTags(db)
  announce(db, { type: 'image.purged', ids: purged, at })
  return { ids: purged, orphanedBlobs: removeOrphans(db, candidates) }
}

function blobsOf(db: Database.Database, ids: readonly number[]): string[] {
  return db
    .prepare<{ ids: string }, string>(
      `WITH gone AS (SELECT value AS id FROM json_each(@ids))
       SELECT sha256 FROM Image WHERE id IN gone
       UNION SELECT sourceSha256 FROM Image WHERE id IN gone AND sourceSha256 IS NOT NULL
       UNION SELECT sha256 FROM Variant WHERE imageId IN gone`,
    )
    .pluck()
    .all({ ids: JSON.stringify(ids) })
}

/** Of these blobs, those that no image, variant or source points to; their rows go. */
function removeOrphans(db: Database.Database, candidates: readonly string[]): string[] {
  const isUsed = db
    .prepare<{ sha256: string }, number>(
      `SELECT EXISTS (SELECT 1 FROM Image WHERE sha256 = @sha256)
           OR EXISTS (SELECT 1 FROM Variant WHERE sha256 = @sha256)
           OR EXISTS (SELECT 1 FROM Image WHERE sourceSha256 = @sha256)`,
    )
    .pluck()
  const remove = db.prepare('DELETE FROM Blob WHERE sha256 = ?')
  return candidates.filter((sha256) => {
    if (isUsed.get({ sha256 }) === 1) return false
    remove.run(sha256)
    return true
  })
}

/** A tag lives as long as an image carries it. */
export function removeEmptyTags(db: Database.Database): void {
  db.exec('DELETE FROM Tag WHERE NOT EXISTS (SELECT 1 FROM ImageTag WHERE tagId = Tag.id)')
}
