/** What of a page's annotations its hits show, read in one go: a page of receipts has thousands of them. */
import type { ReadingField } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { MAX_TABLE_TEXT } from '../annotations/table-text.ts'
import { perConnection } from '../per-connection.ts'
import { readingText } from './document.ts'
import { SEARCHED_TYPE } from './kept.ts'
import { readStoredField } from './stored-field.ts'

/** A line of text, a label of something found, or what was said of a part of the picture. */
export interface Piece {
  id: number
  position: number
  text: string
  role: 'line' | 'label' | 'description'
}

/** The text that counts of a type: a person's before a model's, then the first. */
interface Choice {
  text: string
  isPersons: boolean
  position: number
  id: number
}

export interface HitTexts {
  caption: string
  detailedCaption: string
  /** The prose, then the fields and the tables. */
  reading: string
  /** In reading order. */
  pieces: Piece[]
}

/** The roles of pieces by their number; types of which one counts have the numbers after them. */
const ROLES: readonly Piece['role'][] = ['line', 'label', 'description']
const FIELD = 6
const TABLE = 7
/** What was read of the whole video that an image stands for. */
const SEQUENCE = 8
/** Types as numbers: making strings of them takes longer than reading the rows. */
const TEXTS = `SELECT a.id, a.imageId,
    CASE ${SEARCHED_TYPE} WHEN 'text-region' THEN 0
      WHEN 'detection' THEN 1 WHEN 'kept-detection' THEN 1 WHEN 'mask' THEN 1 WHEN 'description' THEN 2
      WHEN 'caption' THEN 3 WHEN 'detailed-caption' THEN 4 WHEN 'field' THEN 6 WHEN 'table' THEN 7
      WHEN 'sequence' THEN 8 ELSE 5 END,
    a.stage = 'person', a.position, a.text, iif(a.type = 'field', a.data, NULL)
  FROM json_each(?) wanted CROSS JOIN Annotation a ON a.imageId = wanted.value
  WHERE a.type IN ('detection', 'caption', 'detailed-caption', 'reading', 'field', 'table', 'mask', 'region')
    OR (? AND a.type = 'text-region')`
type Row = [
  id: number,
  imageId: number,
  type: number,
  isPersons: number,
  position: number,
  text: string,
  data: string | null,
]

const textsByIds = perConnection((db) => db.prepare<[string, number], Row>(TEXTS).raw())

const isBefore = (a: Choice, b: Choice) =>
  a.isPersons === b.isPersons
    ? a.position < b.position || (a.position === b.position && a.id < b.id)
    : a.isPersons

/** Gathers one image's rows. */
class Collector {
  readonly pieces: Piece[] = []
  readonly #fields: ReadingField[] = []
  readonly #tables: string[] = []
  #sequence = ''
  readonly #choices: (Choice | undefined)[] = []
  #isSorted = true
  /** Of the piece before. */
  #position = Number.NEGATIVE_INFINITY
  #id = 0

  /** By index: destructuring a tuple takes as long as reading it. */
  add(row: Row): void {
    const id = row[0]
    const type = row[2]
    const position = row[4]
    const role = ROLES[type]
    if (role !== undefined) {
      if (position < this.#position || (position === this.#position && id < this.#id)) this.#isSorted = false
      this.#position = position
      this.#id = id
      this.pieces.push({ id, position, text: row[5], role })
      return
    }
    if (type === FIELD) {
      this.#fields.push(readStoredField(row[5], row[6]))
      return
    }
    if (type === TABLE) {
      this.#tables.push(row[5])
      return
    }
    if (type === SEQUENCE) {
      this.#sequence = row[5]
      return
    }
    const choice: Choice = { text: row[5], isPersons: row[3] !== 0, position, id }
    const known = this.#choices[type]
    if (!known || isBefore(choice, known)) this.#choices[type] = choice
  }

  finish(): HitTexts {
    if (!this.#isSorted) this.pieces.sort((a, b) => a.position - b.position || a.id - b.id)
    const [, , , caption, detailed, reading] = this.#choices
    return {
      caption: caption?.text ?? '',
      detailedCaption: detailed?.text ?? '',
      reading: readingText({
        reading: [reading?.text ?? '', this.#sequence].filter(Boolean).join('\n'),
        fields: this.#fields,
        tableText: this.#tables.join('\n').slice(0, MAX_TABLE_TEXT),
      }),
      pieces: this.pieces,
    }
  }
}

/** The texts of these images; text regions only where they are asked for. */
export function readHitTexts(
  db: Database.Database,
  ids: readonly number[],
  withRegions: boolean,
): Map<number, HitTexts> {
  const collectors = new Map<number, Collector>(ids.map((id) => [id, new Collector()]))
  for (const row of textsByIds(db).all(JSON.stringify(ids), withRegions ? 1 : 0))
    collectors.get(row[1])?.add(row)
  const texts = new Map<number, HitTexts>()
  for (const [id, collector] of collectors) texts.set(id, collector.finish())
  return texts
}
