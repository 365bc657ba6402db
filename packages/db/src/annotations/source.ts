/** Who or what made an annotation, as a row of `Source` and back. */
import { AnnotationSource, type EngineName, type ModelRef, type TaskName } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { perConnection } from '../per-connection.ts'

/** A `Source` row; columns that do not apply are empty. */
export interface SourceRow {
  author: string
  engine: string
  modelId: string
  revision: string
  dtype: string
  device: string
  task: string
  promptVersion: string
  person: string
}

/** The columns of a Source, for joins that alias the table as `s`. */
export const SOURCE_COLUMNS =
  's.author, s.engine, s.modelId, s.revision, s.dtype, s.device, s.task, s.promptVersion, s.person'

export interface ModelSource {
  engine: EngineName
  model: ModelRef
  task: TaskName | 'reading'
  promptVersion?: string | undefined
}

export function modelSource({ engine, model, task, promptVersion }: ModelSource): SourceRow {
  return {
    author: 'model',
    engine,
    modelId: model.id,
    revision: model.revision,
    dtype: model.dtype,
    device: model.device,
    task,
    promptVersion: promptVersion ?? '',
    person: '',
  }
}

export function personSource(person: string): SourceRow {
  return {
    author: 'person',
    engine: '',
    modelId: '',
    revision: '',
    dtype: '',
    device: '',
    task: '',
    promptVersion: '',
    person,
  }
}

const statements = perConnection((db) => ({
  find: db
    .prepare<SourceRow, number>(
      `SELECT id FROM Source WHERE author = @author AND engine = @engine AND modelId = @modelId
       AND revision = @revision AND dtype = @dtype AND device = @device AND task = @task
       AND promptVersion = @promptVersion AND person = @person`,
    )
    .pluck(),
  insert: db.prepare<SourceRow>(
    `INSERT INTO Source (author, engine, modelId, revision, dtype, device, task, promptVersion, person)
     VALUES (@author, @engine, @modelId, @revision, @dtype, @device, @task, @promptVersion, @person)`,
  ),
}))

/** The id of this source, which is stored once. Call inside a write. */
export function sourceId(db: Database.Database, source: SourceRow): number {
  const { find, insert } = statements(db)
  return find.get(source) ?? Number(insert.run(source).lastInsertRowid)
}

export function toAnnotationSource(row: SourceRow): AnnotationSource {
  if (row.author === 'person') return { by: 'person', name: row.person }
  return AnnotationSource.parse({
    by: 'model',
    engine: row.engine,
    model: { id: row.modelId, revision: row.revision, dtype: row.dtype, device: row.device },
    task: row.task,
    ...(row.promptVersion ? { promptVersion: row.promptVersion } : {}),
  })
}
