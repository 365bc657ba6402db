/** The one reading that an image keeps beside the one in effect: undecided, or put aside by a decision. */
import { PerceptionResult, StageOneReading, TriageDecision } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { z } from 'zod'
import type { StoredPerception } from '../annotations/perception.ts'
import { perConnection } from '../per-connection.ts'

const Decision = z.enum(['accepted', 'taken-back'])
export type Decision = z.infer<typeof Decision>

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
  decided: db.prepare<[number], Columns & { decision: string }>(
    `SELECT data, space, dimensions, vector, readAt, decision FROM FormerReading
     WHERE imageId = ? AND decision IS NOT NULL`,
  ),
  put: db.prepare<Columns & { imageId: number; decision: Decision | null; decidedAt: number | null }>(
    `INSERT OR REPLACE INTO FormerReading (imageId, data, space, dimensions, vector, readAt, decision, decidedAt)
     VALUES (@imageId, @data, @space, @dimensions, @vector, @readAt, @decision, @decidedAt)`,
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

/** What the last decision put aside, while it can be undone. */
export function readDecided(
  db: Database.Database,
  imageId: number,
): { decision: Decision; reading: StoredPerception } | null {
  const row = statements(db).decided.get(imageId)
  return row ? { decision: Decision.parse(row.decision), reading: toStored(row) } : null
}

/** Keeps a reading beside the one in effect, undecided or put aside by a decision. Call inside a write. */
export function putFormer(
  db: Database.Database,
  imageId: number,
  kept: { reading: StoredPerception; decided?: { as: Decision; at: number } },
): void {
  const { result, triage, embedding, at } = kept.reading
  const { put, mark } = statements(db)
  put.run({
    imageId,
    data: JSON.stringify({ result, triage }),
    space: embedding?.space ?? null,
    dimensions: embedding?.dimensions ?? null,
    vector: embedding?.vector ?? null,
    readAt: at,
    decision: kept.decided?.as ?? null,
    decidedAt: kept.decided?.at ?? null,
  })
  mark.run(kept.decided ? 0 : 1, imageId)
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
