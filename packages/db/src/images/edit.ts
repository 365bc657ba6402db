/** What a person writes about an image: kept beside the models' words and shown first. */
import { AppError } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { insertAnnotations } from '../annotations/rows.ts'
import { personSource, sourceId } from '../annotations/source.ts'
import { type Change, type StoreContext, writeChange } from '../context.ts'
import { perConnection } from '../per-connection.ts'
import { touch } from './changes.ts'

type CaptionType = 'caption' | 'detailed-caption'

interface CaptionEdit {
  id: number
  type: CaptionType
  text: string
  person: string
}

export function setCaption(context: StoreContext, edit: CaptionEdit): Promise<void> {
  const { id } = edit
  return writeChange(context, (change) => {
    mustExist(change.db, id)
    writeCaption(change, edit)
    refreshWords(change.db, id)
    touch(change, [id])
  })
}

/** The caption alone; `refreshWords` and `touch` follow. */
export function writeCaption({ db, at }: Change, { id, type, text, person }: CaptionEdit): void {
  db.prepare("DELETE FROM Annotation WHERE imageId = ? AND stage = 'person' AND type = ?").run(id, type)
  if (text.trim() === '') return
  insertAnnotations(db, [
    {
      imageId: id,
      stage: 'person',
      position: 0,
      body: { type, text: text.trim(), template: false },
      sourceId: sourceId(db, personSource(person)),
      createdAt: at,
    },
  ])
}

export function setNotes(context: StoreContext, id: number, notes: string): Promise<void> {
  return writeChange(context, (change) => {
    mustExist(change.db, id)
    writeNotes(change, id, notes)
    refreshWords(change.db, id)
    touch(change, [id])
  })
}

/** The notes alone; `refreshWords` and `touch` follow. */
export function writeNotes({ db }: Change, id: number, notes: string): void {
  db.prepare('UPDATE Image SET notes = ? WHERE id = ?').run(notes.trim(), id)
}

/** Beneath what stands there, in one write: two who add at once both do. */
export function addNote(context: StoreContext, id: number, note: string): Promise<void> {
  return writeChange(context, (change) => {
    const { db } = change
    mustExist(db, id)
    db.prepare(
      `UPDATE Image SET notes = CASE notes WHEN '' THEN @note ELSE notes || char(10, 10) || @note END
       WHERE id = @id`,
    ).run({ id, note: note.trim() })
    refreshWords(db, id)
    touch(change, [id])
  })
}

const refreshStatement = perConnection((db) =>
  db.prepare(
    `UPDATE Image SET
       caption = coalesce((SELECT text FROM Annotation WHERE imageId = @id AND type = 'caption'
                           ORDER BY stage <> 'person', id DESC LIMIT 1), ''),
       isEdited = notes <> '' OR EXISTS (SELECT 1 FROM Annotation WHERE imageId = @id AND stage = 'person')
     WHERE id = @id`,
  ),
)

/** Brings the row's caption and `isEdited` in step with the annotations. Call inside a write. */
export function refreshWords(db: Database.Database, id: number): void {
  refreshStatement(db).run({ id })
}

/** Throws `not-found` when there is no such image. */
export function mustExist(db: Database.Database, id: number): void {
  if (db.prepare('SELECT 1 FROM Image WHERE id = ?').get(id) === undefined)
    throw new AppError('not-found', 'That image is not there any more.')
}
