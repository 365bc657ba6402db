/** The one reading that an image keeps beside the one in effect: undecided, or put aside by a decision. */
import { PerceptionResult, StageOneReading, TriageDecision } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { z } from 'zod'
import type { StoredPerception } from '../annotations/perception.ts'
import { perConnection } from '../per-connection.ts'

/** What the row's JSON holds; the embedding has columns of its own. */
const Data = z.object({ result: PerceptionResult.omit({ embedding: true }), triage: TriageDecision })

interface Columns {
  data: string
  space: string | null
  dimensions: number | null
  vector: Buffer | null
  readAt: number
}

const statements = perConnection((db) => ({
  undecided: db.prepare<[number], Columns>(
    'SELECT data, space, dimensions, vector, readAt FROM FormerReading WHERE imageId = ? AND decision IS NULL',
  ),
  rejected: db.prepare<[number], Columns>(
    `SELECT data, space, dimensions, vector, readAt FROM FormerReading
     WHERE imageId = ? AND decision = 'taken-back'`,
  ),
  put: db.prepare<Columns & { imageId: number; decision: 'taken-back' | null; decidedAt: number | null }>(
    `INSERT OR REPLACE INTO FormerReading (imageId, data, space, dimensions, vector, readAt, decision, decidedAt)
     VALUES (@imageId, @data, @space, @dimensions, @vector, @readAt, @decision, @decidedAt)`,
  ),
  accept: db.prepare(
    "UPDATE FormerReading SET decision = 'accepted', decidedAt = ? WHERE imageId = ? AND decision IS NULL",
  ),
  reopen: db.prepare(
    "UPDATE FormerReading SET decision = NULL, decidedAt = NULL WHERE imageId = ? AND decision = 'accepted'",
  ),
  remove: db.prepare('DELETE FROM FormerReading WHERE imageId = ?'),
  mark: db.prepare('UPDATE Image SET hasTwoReadings = ? WHERE id = ?'),
}))

function toStored({ data, space, dimensions, vector, readAt }: Columns): StoredPerception {
  const isEmbedded = space !== null && dimensions !== null && vector !== null
  return {
    ...Data.parse(JSON.parse(data)),
    embedding: isEmbedded ? { space, dimensions, vector } : null,
    at: readAt,
  }
}

/** The reading that may still be taken back; null where there is nothing to decide. */
export function readFormer(db: Database.Database, imageId: number): StoredPerception | null {
  const row = statements(db).undecided.get(imageId)
  return row ? toStored(row) : null
}

/** The reading that was rejected when the former was taken back, while that can be undone. */
export function readRejected(db: Database.Database, imageId: number): StoredPerception | null {
  const row = statements(db).rejected.get(imageId)
  return row ? toStored(row) : null
}

/** Puts the undecided former aside; false where there is none. Call inside a write. */
export function acceptFormer(db: Database.Database, imageId: number, at: number): boolean {
  const { accept, mark } = statements(db)
  if (accept.run(at, imageId).changes === 0) return false
  mark.run(0, imageId)
  return true
}

/** Undoes `acceptFormer`; false where there is nothing to undo. Call inside a write. */
export function reopenFormer(db: Database.Database, imageId: number): boolean {
  const { reopen, mark } = statements(db)
  if (reopen.run(imageId).changes === 0) return false
  mark.run(1, imageId)
  return true
}

/** Keeps a reading beside the one in effect: undecided, or rejected at a time. Call inside a write. */
export function putFormer(
  db: Database.Database,
  imageId: number,
  kept: { reading: StoredPerception; rejectedAt: number | null },
): void {
  const { reading, rejectedAt } = kept
  const { result, triage, embedding, at } = reading
  const { put, mark } = statements(db)
  put.run({
    imageId,
    data: JSON.stringify({ result, triage }),
    space: embedding?.space ?? null,
    dimensions: embedding?.dimensions ?? null,
    vector: embedding?.vector ?? null,
    readAt: at,
    decision: rejectedAt === null ? null : 'taken-back',
    decidedAt: rejectedAt,
  })
  mark.run(rejectedAt === null ? 1 : 0, imageId)
}

/** Call inside a write. */
export function dropFormer(db: Database.Database, imageId: number): void {
  const { remove, mark } = statements(db)
  remove.run(imageId)
  mark.run(0, imageId)
}

/** As people are shown it. */
export function toReading({ result, at }: StoredPerception): StageOneReading {
  return StageOneReading.parse({ ...result, readAt: at })
}
