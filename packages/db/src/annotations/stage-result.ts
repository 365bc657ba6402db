/** What a finished stage says that is not an annotation: stored as JSON beside the annotations. */
import {
  Colour,
  PerceptionResult,
  type ReasoningResult,
  Size,
  type StageName,
  TaskProvenance,
  Timings,
  TriageDecision,
} from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { z } from 'zod'
import { perConnection } from '../per-connection.ts'

/** Of a perception result, what is neither an annotation nor the embedding. */
export const PerceptionFacts = z.object({
  captionKind: PerceptionResult.shape.captionKind,
  size: Size,
  colours: z.array(Colour),
  provenance: z.array(TaskProvenance),
  warnings: z.array(z.string()),
  timings: Timings,
  triage: TriageDecision,
})
export type PerceptionFacts = z.infer<typeof PerceptionFacts>

export type ReadingFacts = Pick<ReasoningResult, 'warnings' | 'timings'>

const ReadingWarnings = z.object({ warnings: z.array(z.string()) })

interface StageResultRow {
  engine: string
  data: string
  createdAt: number
}

const statements = perConnection((db) => ({
  put: db.prepare(
    'INSERT OR REPLACE INTO StageResult (imageId, stage, engine, data, createdAt) VALUES (?, ?, ?, ?, ?)',
  ),
  removeSources: db.prepare('DELETE FROM StageSource WHERE imageId = ? AND stage = ?'),
  addSource: db.prepare('INSERT OR IGNORE INTO StageSource (imageId, stage, sourceId) VALUES (?, ?, ?)'),
}))

/** Replaces what is stored of a stage beside its annotations. Call inside a write. */
export function writeStageResult(
  db: Database.Database,
  stage: { imageId: number; name: StageName; engine: string; sourceIds: readonly number[]; at: number },
  facts: PerceptionFacts | ReadingFacts,
): void {
  const { imageId, name, engine, sourceIds, at } = stage
  const { put, removeSources, addSource } = statements(db)
  put.run(imageId, name, engine, JSON.stringify(facts), at)
  removeSources.run(imageId, name)
  for (const sourceId of sourceIds) addSource.run(imageId, name, sourceId)
}

/** With the time they are from; null before stage 1 is done. */
export function readPerceptionFacts(
  db: Database.Database,
  imageId: number,
): (PerceptionFacts & { engine: string; at: number }) | null {
  const row = db
    .prepare<[number], StageResultRow>(
      "SELECT engine, data, createdAt FROM StageResult WHERE imageId = ? AND stage = 'perception'",
    )
    .get(imageId)
  if (!row) return null
  return { ...PerceptionFacts.parse(JSON.parse(row.data)), engine: row.engine, at: row.createdAt }
}

/** What stage 2 warned of; empty before it is done. */
export function readReadingWarnings(db: Database.Database, imageId: number): string[] {
  const data = db
    .prepare<[number], string>("SELECT data FROM StageResult WHERE imageId = ? AND stage = 'reasoning'")
    .pluck()
    .get(imageId)
  return data === undefined ? [] : ReadingWarnings.parse(JSON.parse(data)).warnings
}
