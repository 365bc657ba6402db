/** The fields of the query language: what each is called, takes and means. Pure. */
import {
  EngineName,
  ImageKind,
  ImageStatus,
  type SearchColumn,
  type SearchField,
  TriageReason,
} from '@vitrine/contracts'
import { nearest } from '../edit-distance.ts'
import type { QueryNode, TextMode } from './ast.ts'
import { readDateField } from './date-field.ts'
import type { Lexeme } from './lexer.ts'
import { readObjectField, readPixelField } from './number-field.ts'
import { readReadingField } from './reading-field.ts'

export type FieldLexeme = Extract<Lexeme, { type: 'field' }>

/** What reading a field gives: a node, a complaint, or both. */
export interface FieldReading {
  node: QueryNode | null
  message?: string
  suggestion?: string
}

export interface FieldDefinition {
  name: SearchField
  aliases: readonly string[]
  /** One use of it, for help: `object:dog>2`. */
  sample: string
  /** What it finds, in a few words. */
  help: string
  /** The values it takes, where they are a closed list. */
  values: readonly string[] | null
  read(lexeme: FieldLexeme, nowMs: number): FieldReading
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
  tiff: 'image/tiff',
  heic: 'image/heic',
  bmp: 'image/bmp',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  video: 'video',
}
const SAME_VALUE = new Map(
  Object.entries({
    jpg: 'jpeg',
    tif: 'tiff',
    heif: 'heic',
    florence: 'florence2',
    qwen: 'qwen2-vl',
    object: 'objects',
    tag: 'tags',
    note: 'notes',
    deleted: 'trashed',
    field: 'fields',
    tables: 'table',
  }),
)

/** The text of a value as a node: `"…"` a phrase, `x*` a prefix, `*x` a substring. Null when it holds no word. */
export function readText(
  text: string,
  isQuoted: boolean,
  columns: readonly SearchColumn[] | null,
): QueryNode | null {
  const node = (words: string, mode: TextMode): QueryNode | null =>
    /[\p{L}\p{N}]/u.test(words) ? { type: 'text', text: words, mode, columns } : null
  if (isQuoted) return node(text, 'phrase')
  if (text.startsWith('*')) return node(text.replaceAll('*', ''), 'substring')
  const star = text.indexOf('*')
  return star < 0 ? node(text, 'word') : node(text.slice(0, star), 'prefix')
}

/** Joins several values of one field: any of them will do. */
function anyOf(nodes: QueryNode[]): QueryNode | null {
  const [first, ...others] = nodes
  if (!first) return null
  return others.length === 0 ? first : { type: 'or', children: nodes }
}

function textField(
  name: SearchField,
  columns: readonly SearchColumn[],
  about: { sample: string; help: string; aliases?: readonly string[] },
): FieldDefinition {
  return {
    name,
    aliases: about.aliases ?? [],
    sample: about.sample,
    help: about.help,
    values: null,
    read: (lexeme) => ({ node: readText(lexeme.value, lexeme.isQuoted, columns) }),
  }
}

/** A field whose values are a closed list; several may be given with commas. */
function listField(
  name: SearchField,
  values: readonly string[],
  about: { sample: string; help: string; toNode: (value: string) => QueryNode },
): FieldDefinition {
  return {
    name,
    aliases: [],
    sample: about.sample,
    help: about.help,
    values,
    read: (lexeme) => {
      const typed = lexeme.value.toLowerCase().split(',').filter(Boolean)
      const known = typed
        .map((value) => SAME_VALUE.get(value) ?? value)
        .filter((value) => values.includes(value))
      const unknown = typed.find((value) => !values.includes(SAME_VALUE.get(value) ?? value))
      const node = anyOf(known.map(about.toNode))
      if (unknown === undefined) return { node }
      const near = nearest(unknown, values)
      return {
        node,
        message: `“${unknown}” is not a value of ${name}: it takes ${values.join(', ')}.`,
        ...(near === null ? {} : { suggestion: `${name}:${near}` }),
      }
    },
  }
}

/** A field with any name as its value. */
function nameField(name: 'tag' | 'collection', sample: string, help: string): FieldDefinition {
  return {
    name,
    aliases: [],
    sample,
    help,
    values: null,
    read: (lexeme) => ({ node: { type: 'facet', field: name, value: lexeme.value.trim() } }),
  }
}

const dateField = (
  name: SearchField,
  meaning: Parameters<typeof readDateField>[1],
  about: { sample: string; help: string; aliases?: readonly string[] },
): FieldDefinition => ({
  name,
  aliases: about.aliases ?? [],
  sample: about.sample,
  help: about.help,
  values: null,
  read: (lexeme, nowMs) => readDateField(lexeme, meaning, nowMs),
})

/** What `is:` takes besides the states of the pipeline. */
const FLAGS: readonly string[] = ['edited', 'waiting', 'reread', 'trashed']

function isNode(value: string): QueryNode {
  return { type: 'facet', field: FLAGS.includes(value) ? 'flag' : 'status', value }
}

export const FIELDS: readonly FieldDefinition[] = [
  textField('caption', ['caption', 'detailedCaption'], {
    sample: 'caption:beach',
    help: 'words of the captions',
  }),
  textField('text', ['text'], { sample: 'text:total', help: 'words read in the picture', aliases: ['ocr'] }),
  textField('reading', ['reading'], { sample: 'reading:invoice', help: 'words of the deep reading' }),
  textField('notes', ['notes'], { sample: 'notes:gift', help: 'words of your notes', aliases: ['note'] }),
  textField('file', ['fileName'], {
    sample: 'file:IMG_12',
    help: 'words of the file name',
    aliases: ['filename', 'name'],
  }),
  {
    name: 'object',
    aliases: ['label', 'objects'],
    sample: 'object:dog>2',
    help: 'things seen, and how many',
    values: null,
    read: readObjectField,
  },
  {
    name: 'field',
    aliases: ['fields'],
    sample: 'field:total>20',
    help: 'a value that the deep reading names',
    values: null,
    read: readReadingField,
  },
  nameField('tag', 'tag:holiday', 'a tag'),
  nameField('collection', 'collection:"Summer"', 'pictures of a collection'),
  listField('type', Object.keys(MEDIA_TYPES), {
    sample: 'type:png',
    help: 'the file format',
    toNode: (value) => ({ type: 'facet', field: 'type', value: MEDIA_TYPES[value] ?? value }),
  }),
  listField('kind', ImageKind.options, {
    sample: 'kind:receipt',
    help: 'the sort of picture',
    toNode: (value) => ({ type: 'facet', field: 'kind', value }),
  }),
  listField('is', [...ImageStatus.options, ...FLAGS], {
    sample: 'is:failed',
    help: 'where a picture stands',
    toNode: isNode,
  }),
  listField('has', ['text', 'objects', 'caption', 'reading', 'fields', 'table', 'notes', 'tags'], {
    sample: 'has:text',
    help: 'what a picture has',
    toNode: (value) => ({ type: 'facet', field: 'has', value }),
  }),
  listField('engine', EngineName.options, {
    sample: 'engine:builtin',
    help: 'which engine read it',
    toNode: (value) => ({ type: 'facet', field: 'engine', value }),
  }),
  listField('triage', [...TriageReason.options, 'none'], {
    sample: 'triage:much-text',
    help: 'why it was sent on to be read deeply',
    toNode: (value) => ({ type: 'facet', field: 'triage', value }),
  }),
  dateField('from', 'from', { sample: 'from:2026-05', help: 'on or after a date', aliases: ['since'] }),
  dateField('to', 'to', { sample: 'to:2026-05', help: 'on or before a date', aliases: ['until'] }),
  dateField('before', 'before', { sample: 'before:2026', help: 'earlier than a date' }),
  dateField('after', 'after', { sample: 'after:2026-05-03', help: 'later than a date' }),
  dateField('date', 'on', {
    sample: 'date:2026-05',
    help: 'a day, month or year',
    aliases: ['on', 'month', 'year'],
  }),
  {
    name: 'width',
    aliases: [],
    sample: 'width>2000',
    help: 'the width in pixels',
    values: null,
    read: (lexeme) => readPixelField(lexeme, 'width'),
  },
  {
    name: 'height',
    aliases: [],
    sample: 'height<500',
    help: 'the height in pixels',
    values: null,
    read: (lexeme) => readPixelField(lexeme, 'height'),
  },
]

const BY_NAME = new Map(
  FIELDS.flatMap((field) => [field.name, ...field.aliases].map((name) => [name, field])),
)

/** The field of this name or alias. */
export function findField(name: string): FieldDefinition | undefined {
  return BY_NAME.get(name)
}

/** A field's name near to what was typed; null when none is near. */
export function nearestField(name: string): string | null {
  return name.length < 3 ? null : nearest(name, BY_NAME.keys())
}
