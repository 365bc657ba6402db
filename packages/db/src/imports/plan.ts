/** What a row changes of an image's words. Pure. */
import { type ChangeFate, fieldValueText, type ImportChange, type ReadingField } from '@vitrine/contracts'
import { fieldRows, toExportRecord } from '../exports/record.ts'
import type { ImageRows } from '../exports/rows.ts'
import { readStoredField } from '../search/stored-field.ts'
import { tagKey } from '../tags/store.ts'

/** What a row says; what it leaves out, or says nothing in, changes nothing. */
export interface RowWords {
  caption?: string
  description?: string
  notes?: string
  tags: readonly string[]
  fields: readonly ReadingField[]
}

export interface Word {
  text: string
  /** A person wrote it, or decided to keep it. */
  isPersons: boolean
}

/** What is said of an image now. */
export interface CurrentWords {
  fileName: string
  caption: Word
  description: Word
  notes: Word
  tagKeys: ReadonlySet<string>
  /** By name. */
  fields: ReadonlyMap<string, Word>
}

export function wordsOf(rows: ImageRows): CurrentWords {
  const record = toExportRecord(rows, false)
  const fields = [...fieldRows(rows.annotations)].map(([name, row]): [string, Word] => [
    name,
    {
      text: fieldValueText(readStoredField(row.text, row.data)),
      isPersons: row.author === 'person' || row.stage === 'kept',
    },
  ])
  return {
    fileName: record.fileName,
    caption: { text: record.caption, isPersons: record.captionBy === 'person' },
    description: { text: record.description, isPersons: record.descriptionBy === 'person' },
    notes: { text: record.notes, isPersons: record.notes !== '' },
    tagKeys: new Set(record.tags.map(tagKey)),
    fields: new Map(fields),
  }
}

/** A change of one image; the row and the image are the caller's to add. */
export type WordChange = Pick<ImportChange, 'what' | 'from' | 'to' | 'fate'> & {
  /** For a field. */
  field?: ReadingField
}

const NOTHING: Word = { text: '', isPersons: false }

function fateOf({ isPersons }: Word, overwrite: boolean): ChangeFate {
  if (!isPersons) return 'set'
  return overwrite ? 'overwritten' : 'kept'
}

/** The same words, but for line ends and the space around them. */
const isSame = (a: string, b: string) =>
  a.replaceAll('\r\n', '\n').trim() === b.replaceAll('\r\n', '\n').trim()

/**
 * Words that are there already, whoever said them, are no change: an export that is imported again does nothing. Tags
 * are added and never taken away. `overwrite`: a person's words give way.
 */
export function planWords(
  words: RowWords,
  current: CurrentWords,
  { overwrite }: { overwrite: boolean },
): WordChange[] {
  const changes: WordChange[] = []
  for (const what of ['caption', 'description', 'notes'] as const) {
    const to = words[what]?.trim() ?? ''
    const { text: from } = current[what]
    if (to !== '' && !isSame(from, to))
      changes.push({ what, from, to, fate: fateOf(current[what], overwrite) })
  }
  const known = new Set(current.tagKeys)
  for (const tag of words.tags) {
    if (known.has(tagKey(tag))) continue
    known.add(tagKey(tag))
    changes.push({ what: 'tag', from: '', to: tag.trim(), fate: 'set' })
  }
  for (const field of words.fields) {
    const word = current.fields.get(field.name) ?? NOTHING
    const to = fieldValueText(field)
    if (!isSame(word.text, to))
      changes.push({ what: `field:${field.name}`, from: word.text, to, fate: fateOf(word, overwrite), field })
  }
  return changes
}
