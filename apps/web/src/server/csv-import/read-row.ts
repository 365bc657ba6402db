/** A record of the file to what it says of which image. Pure. */
import { fromCsvCell, ReadingField, Sha256, TagName } from '@vitrine/contracts'
import { foldText, type RowKey, type RowWords, readNumber } from '@vitrine/db'
import { splitList } from '../exports/cell-lists.ts'
import type { Column } from './columns.ts'

export interface FileRow {
  /** 1-based, the headings not counted. */
  row: number
  key: RowKey
  words: RowWords
  /** What of it cannot be used, and why. */
  problems: string[]
}

/** As the pages that a person writes on allow. */
const MAX_LENGTHS = { caption: 10_000, description: 10_000, notes: 100_000 } as const
/** A currency by ISO 4217 or its sign, or a measure; any other word after a number may as well be a month. */
const UNIT =
  /^(?<value>.*\d)\s+(?<unit>[A-Z]{3}|\p{Sc}|%|°[CF]|[kmµ]?g|[cm]?l|[kcm]?m|lb|oz|in|ft|kWh|[kM]?W|V|h|min|s)$/su

const textOf = (cell: string) => fromCsvCell(cell).replaceAll('\r\n', '\n').trim()

function toField(name: string, text: string): ReadingField | null {
  const { value = '', unit = '' } = UNIT.exec(text)?.groups ?? {}
  const number = readNumber(value)
  const parts =
    number === null ? { value: text, number: readNumber(text), unit: null } : { value, number, unit }
  const slug = foldText(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  const field = ReadingField.safeParse({ name: slug, ...parts })
  return field.success ? field.data : null
}

function readFields(cell: string, problems: string[]): ReadingField[] {
  return splitList(cell, 'fields').flatMap((item) => {
    const at = item.indexOf('=')
    const field = at < 0 ? null : toField(item.slice(0, at), item.slice(at + 1).trim())
    if (!field) problems.push(`“${item}” is no value with a name: total=21.05 EUR`)
    return field ?? []
  })
}

function readTags(cell: string, problems: string[]): string[] {
  return splitList(cell, 'words').flatMap((item) => {
    const tag = TagName.safeParse(item)
    if (!tag.success) problems.push(`“${item}” can be no tag: one has 1 to 64 characters, without quotes.`)
    return tag.success ? tag.data : []
  })
}

function readKey(cells: ReadonlyMap<string, string>, problems: string[]): RowKey {
  const hash = (cells.get('sha256') ?? '').toLowerCase()
  if (hash !== '' && !Sha256.safeParse(hash).success) problems.push(`“${hash}” is no SHA-256.`)
  const page = Number(cells.get('page') ?? '')
  return {
    sha256: hash === '' ? null : hash,
    fileName: cells.get('file') || null,
    page: Number.isSafeInteger(page) && page > 0 ? page : null,
  }
}

/** A text within its bounds; beyond them it is a problem, and not taken in part. */
function readText(cells: ReadonlyMap<string, string>, what: keyof typeof MAX_LENGTHS, problems: string[]) {
  const text = cells.get(what) ?? ''
  if (text.length <= MAX_LENGTHS[what]) return text === '' ? {} : { [what]: text }
  problems.push(`The ${what} has more than ${MAX_LENGTHS[what]} characters.`)
  return {}
}

export function readRow(row: number, record: readonly string[], columns: readonly Column[]): FileRow {
  const problems: string[] = []
  const cells = new Map<string, string>()
  for (const [index, { target }] of columns.entries())
    if (target !== null) cells.set(target, textOf(record[index] ?? ''))
  const named = [...cells].flatMap(([target, text]) => {
    if (!target.startsWith('field:') || text === '') return []
    const field = toField(target.slice('field:'.length), text)
    if (!field) problems.push(`“${text}” is too long for a value.`)
    return field ?? []
  })
  const listed = readFields(cells.get('fields') ?? '', problems)
  const words: RowWords = {
    ...readText(cells, 'caption', problems),
    ...readText(cells, 'description', problems),
    ...readText(cells, 'notes', problems),
    tags: readTags(cells.get('tags') ?? '', problems),
    // A column of its own says more than a list.
    fields: [...named, ...listed.filter(({ name }) => !named.some((field) => field.name === name))],
  }
  return { row, key: readKey(cells, problems), words, problems }
}
