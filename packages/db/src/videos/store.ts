/** Videos whose keyframes are images: which wait to be read as a sequence, and what was read. */
import { AppError } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { insertAnnotations, removeStage } from '../annotations/rows.ts'
import { modelSource, sourceId } from '../annotations/source.ts'
import { type StoreContext, writeChange } from '../context.ts'
import type { VideoStore } from '../db.ts'
import { announce } from '../events/rows.ts'
import { recordChange } from '../images/changes.ts'
import { carrierOf, firstFrameOf } from './carrier.ts'
import { readVideoInfo } from './detail.ts'

/** After so many tries a sequence is only read when a person asks for it. */
const MAX_ATTEMPTS = 3

export function createVideoStore(context: StoreContext): VideoStore {
  const { handle } = context
  return {
    info: async (sha256) => handle.reader.transaction(() => readVideoInfo(handle.reader, sha256))(),
    nextUnread: async () =>
      handle.reader
        .prepare<[number], string>(
          `SELECT v.sha256 FROM Video v
           WHERE v.readAt IS NULL AND v.attempts < ?
             AND EXISTS (SELECT 1 FROM Image i WHERE i.sha256 = v.sha256 AND i.deletedAt IS NULL)
             AND NOT EXISTS (SELECT 1 FROM Image i WHERE i.sha256 = v.sha256 AND i.deletedAt IS NULL
                             AND i.status IN ('queued', 'perceiving'))
           ORDER BY v.rowid LIMIT 1`,
        )
        .pluck()
        .get(MAX_ATTEMPTS) ?? null,
    noteAttempt: (sha256) =>
      handle.write((db) => {
        db.prepare('UPDATE Video SET attempts = attempts + 1 WHERE sha256 = ?').run(sha256)
      }),
    setReading: (sha256, { text, source }) =>
      writeChange(context, (change) => {
        const { db, at } = change
        const imageId = firstFrameOf(db, sha256)
        if (imageId === undefined) throw new AppError('not-found', 'This video is not here any more.')
        removeStage(db, carrierOf(db, sha256) ?? imageId, 'video')
        insertAnnotations(db, [
          {
            imageId,
            stage: 'video',
            position: 0,
            body: { type: 'reading', text },
            sourceId: sourceId(db, modelSource(source)),
            createdAt: at,
          },
        ])
        db.prepare('UPDATE Video SET readAt = ? WHERE sha256 = ?').run(at, sha256)
        recordChange(change, [imageId])
        // It is shown beside each of them.
        announce(db, { type: 'image.changed', ids: framesOf(db, sha256), at })
      }),
  }
}

function framesOf(db: Database.Database, sha256: string): number[] {
  return db
    .prepare<[string], number>(
      'SELECT id FROM Image WHERE sha256 = ? AND atMs IS NOT NULL AND deletedAt IS NULL ORDER BY page',
    )
    .pluck()
    .all(sha256)
}
