/** An image's record to what the index holds of it. Pure. */
import { type FacetName, type ReadingField, SearchColumn } from '@vitrine/contracts'
import { MAX_TABLE_TEXT } from '../annotations/table-text.ts'
import { facetToken, LIVE, MAX_COUNTED, objectToken, rangeTokens, TRASHED } from './facet-token.ts'
import { fieldNames, fieldTokens } from './field-token.ts'
import { dayOfInstant, monthOfInstant } from './language/dates.ts'
import { MAX_FREQUENCY } from './packed.ts'
import { fieldLine } from './stored-field.ts'
import { documentWords, findCodes, foldText, sortKey } from './words.ts'

/** Everything of an image that can be searched by. */
export interface DocumentSource {
  id: number
  fileName: string
  mediaType: string
  width: number
  height: number
  sizeBytes: number
  status: string
  reasoning: string
  kind: string | null
  engine: string | null
  /** Separated by spaces. */
  triageReasons: string
  notes: string
  isEdited: boolean
  hasTwoReadings: boolean
  takenAt: number | null
  createdAt: number
  deletedAt: number | null
  /** A person's where there is one, else the model's. */
  caption: string
  /** The same, and what people keep of what a tool said of the picture or a part of it. */
  detailedCaption: string
  reading: string
  /** What the deep reading named. */
  fields: ReadingField[]
  /** The words of its tables, up to a bound; empty when there are none. */
  tableText: string
  /** Lines in reading order, and what was read by hand. */
  textLines: string[]
  /** One for each thing: see `mergeLabels`. */
  labels: string[]
  tags: string[]
  collectionIds: number[]
}

/** The columns of the full-text index in their order, and what a word found there weighs. */
export const COLUMN_WEIGHTS: Record<SearchColumn, number> = {
  caption: 5,
  detailedCaption: 2,
  reading: 2,
  text: 1,
  labels: 6,
  tags: 8,
  fileName: 3,
  notes: 4,
}

export interface SearchDocument {
  id: number
  isTrashed: boolean
  sizeBytes: number
  sortName: string
  /** How many words, repeats counted. */
  length: number
  /** Each distinct word with its frequency, weighted by column, 1..63. */
  words: Map<string, number>
  facets: { name: FacetName; value: string }[]
  /** The nine columns of the full-text row, words separated by spaces; the last holds the facet tokens. */
  columns: string[]
}

function textsOf(source: DocumentSource): Record<SearchColumn, string> {
  // A photograph is the ordinary case; every other kind is worth a word.
  const kind = source.kind && source.kind !== 'photo' ? [source.kind] : []
  return {
    caption: source.caption,
    detailedCaption: source.detailedCaption,
    reading: readingText(source),
    text: source.textLines.join('\n'),
    labels: [...source.labels, ...kind].join('\n'),
    tags: source.tags.join('\n'),
    fileName: source.fileName,
    notes: source.notes,
  }
}

/** The deep reading's prose, fields and tables: as many characters of fields as of tables. */
export function readingText({
  reading,
  fields,
  tableText,
}: Pick<DocumentSource, 'reading' | 'fields' | 'tableText'>): string {
  const lines = fields.map(fieldLine).join('\n').slice(0, MAX_TABLE_TEXT)
  return [reading, lines, tableText].filter(Boolean).join('\n')
}

function countLabels(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const label of labels) {
    const key = foldText(label).trim()
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

function hasTokens(source: DocumentSource): string[] {
  const has: string[] = []
  if (source.textLines.length > 0) has.push('text')
  if (source.labels.length > 0) has.push('objects')
  if (source.caption !== '') has.push('caption')
  if (source.reading !== '') has.push('reading')
  if (source.fields.length > 0) has.push('fields')
  if (source.tableText !== '') has.push('table')
  if (source.notes !== '') has.push('notes')
  if (source.tags.length > 0) has.push('tags')
  return has.map((value) => facetToken('has', value))
}

function objectTokens(source: DocumentSource): string[] {
  return [...countLabels(source.labels)].flatMap(([label, count]) =>
    Array.from({ length: Math.min(count, MAX_COUNTED) }, (_, index) => objectToken(label, index + 1)),
  )
}

function filterTokens(source: DocumentSource): string[] {
  const reasons = source.triageReasons.split(' ').filter(Boolean)
  const tokens = [
    source.deletedAt === null ? LIVE : TRASHED,
    facetToken('status', source.status),
    facetToken('type', source.mediaType),
    // A video of any format.
    ...(source.mediaType.startsWith('video/') ? [facetToken('type', 'video')] : []),
    ...(reasons.length > 0 ? reasons : ['none']).map((reason) => facetToken('triage', reason)),
    ...source.tags.map((tag) => facetToken('tag', tag)),
    ...source.collectionIds.map((id) => facetToken('collection', String(id))),
    ...rangeTokens('width', source.width),
    ...rangeTokens('height', source.height),
    ...rangeTokens('day', dayOfInstant(source.takenAt ?? source.createdAt)),
    ...hasTokens(source),
    ...objectTokens(source),
    ...fieldTokens(source.fields),
  ]
  if (source.kind !== null) tokens.push(facetToken('kind', source.kind))
  if (source.engine !== null) tokens.push(facetToken('engine', source.engine))
  if (source.isEdited) tokens.push(facetToken('flag', 'edited'))
  if (source.hasTwoReadings) tokens.push(facetToken('flag', 'reread'))
  if (source.reasoning === 'waiting') tokens.push(facetToken('flag', 'waiting'))
  return tokens
}

function facetsOf(source: DocumentSource): SearchDocument['facets'] {
  const facets: SearchDocument['facets'] = [
    { name: 'status', value: source.status },
    { name: 'month', value: monthOfInstant(source.takenAt ?? source.createdAt) },
  ]
  for (const label of countLabels(source.labels).keys()) facets.push({ name: 'object', value: label })
  for (const name of fieldNames(source.fields)) facets.push({ name: 'field', value: name })
  for (const tag of new Set(source.tags)) facets.push({ name: 'tag', value: tag })
  if (source.kind !== null) facets.push({ name: 'kind', value: source.kind })
  if (source.engine !== null) facets.push({ name: 'engine', value: source.engine })
  return facets
}

/** What the index holds of an image. */
export function composeDocument(source: DocumentSource): SearchDocument {
  const words = new Map<string, number>()
  const columns: string[] = []
  let length = 0
  const texts = textsOf(source)
  for (const column of SearchColumn.options) {
    const text = texts[column]
    const weight = COLUMN_WEIGHTS[column]
    const found = text === '' ? [] : documentWords(text)
    for (const code of text === '' ? [] : findCodes(text)) found.push(code.compact)
    for (const word of found) words.set(word, Math.min(MAX_FREQUENCY, (words.get(word) ?? 0) + weight))
    length += found.length
    columns.push(found.join(' '))
  }
  columns.push(filterTokens(source).join(' '))
  return {
    id: source.id,
    isTrashed: source.deletedAt !== null,
    sizeBytes: source.sizeBytes,
    sortName: sortKey(source.fileName),
    length,
    words,
    facets: facetsOf(source),
    columns,
  }
}
