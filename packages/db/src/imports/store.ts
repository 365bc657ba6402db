import type Database from 'better-sqlite3'
import type { StoreContext } from '../context.ts'
import { type Change, writeChange } from '../context.ts'
import type { ImportStore, MatchedRow, PlannedRow } from '../db.ts'
import { readImageRows } from '../exports/rows.ts'
import { touch } from '../images/changes.ts'
import { refreshWords, writeCaption, writeNotes } from '../images/edit.ts'
import { writeField } from '../images/keep.ts'
import { addTag } from '../tags/store.ts'
import { matchRow } from './match.ts'
import { planWords, type WordChange, wordsOf } from './plan.ts'

/** Imports of catalogs; a batch of rows is one transaction, planned within it: nobody's words are overwritten unseen. */
export function createImportStore(context: StoreContext): ImportStore {
  const { reader } = context.handle
  return {
    match: async (keys) => reader.transaction(() => keys.map((key) => matchRow(reader, key)))(),
    plan: async (rows, options) => reader.transaction(() => planRows(reader, rows, options))(),
    apply: (rows, { person, ...options }) =>
      writeChange(context, (change) => {
        const planned = planRows(change.db, rows, options)
        const changed = planned.filter((row) => writeRow(change, row, person))
        touch(
          change,
          changed.map(({ id }) => id),
        )
        return planned
      }),
  }
}

function planRows(
  db: Database.Database,
  rows: readonly MatchedRow[],
  options: { overwrite: boolean },
): PlannedRow[] {
  const images = new Map(
    readImageRows(
      db,
      rows.map(({ id }) => id),
    ).map((image) => [image.image.id, image]),
  )
  return rows.flatMap(({ id, words }) => {
    const image = images.get(id)
    if (!image) return []
    const current = wordsOf(image)
    return [{ id, fileName: current.fileName, changes: planWords(words, current, options) }]
  })
}

/** Whether anything was written. */
function writeRow(change: Change, { id, changes }: PlannedRow, person: string): boolean {
  const due = changes.filter(({ fate }) => fate !== 'kept')
  for (const one of due) writeWord(change, { id, person, ...one })
  if (due.length > 0) refreshWords(change.db, id)
  return due.length > 0
}

function writeWord(change: Change, word: WordChange & { id: number; person: string }): void {
  const { id, person, what, to, field } = word
  switch (what) {
    case 'caption':
      writeCaption(change, { id, type: 'caption', text: to, person })
      break
    case 'description':
      writeCaption(change, { id, type: 'detailed-caption', text: to, person })
      break
    case 'notes':
      writeNotes(change, id, to)
      break
    case 'tag':
      addTag(change, to, [id])
      break
    default:
      if (field) writeField(change, { id, field, source: { by: 'person', name: person } })
  }
}
