/** Stage 2's reading as rows: the prose, then each field and each table. */
import type { AnnotationBody, ReasoningResult } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { insertAnnotations, removeStage } from './rows.ts'
import { modelSource, sourceId } from './source.ts'
import { writeStageResult } from './stage-result.ts'

function bodiesOf({
  reading,
  fields,
  tables,
}: ReasoningResult): { position: number; body: AnnotationBody }[] {
  return [
    { position: 0, body: { type: 'reading', text: reading } },
    ...fields.map((field, position) => ({ position, body: { type: 'field' as const, ...field } })),
    ...tables.map((table, position) => ({ position, body: { type: 'table' as const, ...table } })),
  ]
}

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
  insertAnnotations(
    db,
    bodiesOf(result).map(({ position, body }) => ({
      imageId,
      stage: 'reasoning',
      position,
      body,
      sourceId: source,
      createdAt: at,
    })),
  )
  writeStageResult(db, { imageId, name: 'reasoning', engine, sourceIds: [source], at }, { warnings, timings })
}
