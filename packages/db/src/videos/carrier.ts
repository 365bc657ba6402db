/**
 * What was read of a whole video is kept with one of its keyframes, under which search finds it: the first that is not
 * in the trash. It moves on when that one goes.
 */
import type Database from 'better-sqlite3'
import type { Change } from '../context.ts'
import { perConnection } from '../per-connection.ts'

const statements = perConnection((db) => ({
  carrier: db
    .prepare<[string], number>(
      `SELECT i.id FROM Image i WHERE i.sha256 = ? AND i.atMs IS NOT NULL
         AND EXISTS (SELECT 1 FROM Annotation a WHERE a.imageId = i.id AND a.stage = 'video')`,
    )
    .pluck(),
  first: db
    .prepare<{ sha256: string; without: string }, number>(
      `SELECT id FROM Image WHERE sha256 = @sha256 AND atMs IS NOT NULL
         AND id NOT IN (SELECT value FROM json_each(@without))
       ORDER BY deletedAt IS NOT NULL, page LIMIT 1`,
    )
    .pluck(),
  videosOf: db
    .prepare<[string], string>(
      `SELECT DISTINCT sha256 FROM Image WHERE id IN (SELECT value FROM json_each(?)) AND atMs IS NOT NULL`,
    )
    .pluck(),
  move: db.prepare("UPDATE Annotation SET imageId = ? WHERE imageId = ? AND stage = 'video'"),
}))

/** The keyframe that carries the reading of this video; undefined where nothing was read. */
export function carrierOf(db: Database.Database, sha256: string): number | undefined {
  return statements(db).carrier.get(sha256)
}

/** The keyframe that ought to carry it: trashed ones last; undefined when there is none but `without`. */
export function firstFrameOf(
  db: Database.Database,
  sha256: string,
  without: readonly number[] = [],
): number | undefined {
  return statements(db).first.get({ sha256, without: JSON.stringify(without) })
}

/** After keyframes among `ids` went into the trash or came back, or, with `areGoing`, before they go for good. */
export function moveReadings(
  { db, index }: Pick<Change, 'db' | 'index'>,
  ids: readonly number[],
  { areGoing = false } = {},
): void {
  const { videosOf, move } = statements(db)
  for (const sha256 of videosOf.all(JSON.stringify(ids))) {
    const carrier = carrierOf(db, sha256)
    const first = firstFrameOf(db, sha256, areGoing ? ids : [])
    if (carrier === undefined || first === undefined || carrier === first) continue
    move.run(first, carrier)
    index.indexImages(db, [first, carrier])
  }
}
