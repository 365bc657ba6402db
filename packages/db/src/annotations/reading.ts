/** Stage 2's reading as rows. */
import type { ReasoningResult } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { insertAnnotations, removeStage } from './rows.ts'
import { modelSource, sourceId } from './source.ts'
import { writeStageResult } from './stage-result.ts'

/** Replaces the reading of an image. Call inside a write. */
export function replaceReading(
  db: Database.Database,
  imageId: number,
  outcome: { result: ReasoningResult; at: number },
): void {
  const { result, at } = outcome
  const { engine, model, promptVersion, warnings, timings } = result
  const source = sourceId(db, modelSource({ engine, model, task: 'reading', promptVersion }))
  removeStage(db, imageId, 'reasoning')
  insertAnnotations(db, [
    {
      imageId,
      stage: 'reasoning',
      position: 0,
      body: { type: 'reading', text: result.reading },
      sourceId: source,
      createdAt: at,
    },
  ])
  writeStageResult(db, { imageId, name: 'reasoning', engine, sourceIds: [source], at }, { warnings, timings })
}
