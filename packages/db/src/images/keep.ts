/** What a person keeps from a tool: made by a model, held by a person, so that reading anew leaves it. */
import {
  type Annotation,
  type AnnotationSource,
  AppError,
  type KeepRequest,
  keepableBodies,
  type PutBackRequest,
  type ReadingField,
} from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { insertAnnotations, type NewAnnotation, readAnnotations } from '../annotations/rows.ts'
import { modelSource, personSource, sourceId } from '../annotations/source.ts'
import { type Change, type StoreContext, writeChange } from '../context.ts'
import { touch } from './changes.ts'
import { mustExist } from './edit.ts'

/** Kept ones come after whatever a reading finds: their places in the order begin here. */
const FIRST_POSITION = 1_000_000

const idOfSource = (db: Database.Database, source: Annotation['source']) =>
  sourceId(db, source.by === 'model' ? modelSource(source) : personSource(source.name))

const keyOf = ({ body, source }: Pick<Annotation, 'body' | 'source'>) => JSON.stringify([body, source])

/** Adds those that are not kept already. Call inside a write. */
function addKept(
  db: Database.Database,
  imageId: number,
  wanted: readonly Pick<Annotation, 'body' | 'source' | 'createdAt'>[],
): void {
  const kept = readAnnotations(db, imageId, 'kept')
  const known = new Set(kept.map(keyOf))
  let position = kept.reduce((last, annotation) => Math.max(last, annotation.position), FIRST_POSITION - 1)
  const rows: NewAnnotation[] = []
  for (const { body, source, createdAt } of wanted) {
    const key = keyOf({ body, source })
    if (known.has(key)) continue
    known.add(key)
    position += 1
    rows.push({ imageId, stage: 'kept', position, body, sourceId: idOfSource(db, source), createdAt })
  }
  insertAnnotations(db, rows)
}

/** Keeps an answer or parts of it, each once, and returns all that is kept of the image now. */
export async function keep(context: StoreContext, request: KeepRequest): Promise<Annotation[]> {
  const { id, response, input, which } = request
  const { engine, model, task } = response
  const source = { by: 'model' as const, engine, model, task }
  const bodies = keepableBodies(response, input).filter((_body, index) => which?.includes(index) ?? true)
  if (bodies.length === 0) throw new AppError('bad-request', 'There is nothing in this answer to keep.')
  return writeChange(context, (change) => {
    const { db, at } = change
    mustExist(db, id)
    addKept(
      db,
      id,
      bodies.map((body) => ({ body, source, createdAt: at })),
    )
    touch(change, [id])
    return readAnnotations(db, id, 'kept')
  })
}

interface KeptField {
  id: number
  field: ReadingField
  source: AnnotationSource
}

/** Keeps a field; what was kept under its name before goes. */
export function keepField(context: StoreContext, kept: KeptField): Promise<void> {
  return writeChange(context, (change) => {
    mustExist(change.db, kept.id)
    writeField(change, kept)
    touch(change, [kept.id])
  })
}

/** The field alone; `touch` follows. */
export function writeField({ db, at }: Change, { id, field, source }: KeptField): void {
  const remove = db.prepare('DELETE FROM Annotation WHERE id = ?')
  for (const { id: former, body } of readAnnotations(db, id, 'kept'))
    if (body.type === 'field' && body.name === field.name) remove.run(former)
  addKept(db, id, [{ body: { type: 'field', ...field }, source, createdAt: at }])
}

/** Puts dropped ones back, as they were but under new ids. */
export function putBack(context: StoreContext, { id, annotations }: PutBackRequest): Promise<void> {
  return writeChange(context, (change) => {
    mustExist(change.db, id)
    addKept(change.db, id, annotations)
    touch(change, [id])
  })
}

/** Drops kept annotations of an image and returns them as they were; those that are gone already are passed over. */
export function dropKept(
  context: StoreContext,
  { id, annotationIds }: { id: number; annotationIds: readonly number[] },
): Promise<Annotation[]> {
  return writeChange(context, (change) => {
    const { db } = change
    mustExist(db, id)
    const wanted = new Set(annotationIds)
    const dropped = readAnnotations(db, id, 'kept').filter((annotation) => wanted.has(annotation.id))
    const remove = db.prepare('DELETE FROM Annotation WHERE id = ?')
    for (const annotation of dropped) remove.run(annotation.id)
    if (dropped.length > 0) touch(change, [id])
    return dropped
  })
}
