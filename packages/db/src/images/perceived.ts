/** What stage 1 said, written where it shows: annotations, embedding, and the facts on the image's row. */
import { joinText } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { replacePerception, type StoredPerception } from '../annotations/perception.ts'
import { perConnection } from '../per-connection.ts'
import { refreshWords } from './edit.ts'

const describeStatement = perConnection((db) =>
  db.prepare(
    `UPDATE Image SET engine = @engine, kind = @kind, objectCount = @objectCount, textLength = @textLength,
            triageReasons = @triageReasons WHERE id = @imageId`,
  ),
)

/** Puts a reading in effect, in place of any before it; progress, search and event follow by `moveOn` or `touch`. */
export function putInEffect(db: Database.Database, imageId: number, reading: StoredPerception): void {
  const { result, triage } = reading
  replacePerception(db, imageId, reading)
  describeStatement(db).run({
    imageId,
    engine: result.engine,
    kind: result.kind.kind,
    objectCount: result.detections.length,
    textLength: joinText(result.textRegions).length,
    triageReasons: triage.reasons.join(' '),
  })
  refreshWords(db, imageId)
}
