/** From the JSON that a model gave to fields and tables as they are stored: lenient in form, strict in content. Pure. */
import { ReadingField, ReadingTable } from '@vitrine/contracts'
import { z } from 'zod'
import { type DecimalMark, findDecimalMark, parseAmount } from './amount.ts'
import { unitOf } from './units.ts'

export interface ReadingData {
  /** The prose, where it was asked for within the JSON. */
  reading: string | null
  fields: ReadingField[]
  tables: ReadingTable[]
}

export type DataOutcome = { type: 'sound'; data: ReadingData } | { type: 'unsound'; problems: string[] }

const MAX_FIELDS = 200
const MAX_TABLES = 20
const MAX_ROWS = 500
const MAX_COLUMNS = 40
const MAX_CELL = 1000
const MAX_PROBLEMS = 8

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()], {
  error: 'must be a text or a number',
})
const NamedValue = z.object({
  name: z.string({ error: 'must be a text' }),
  value: Scalar,
  number: z.unknown().optional(),
  unit: z.string().nullish().catch(null),
})
type NamedValue = z.infer<typeof NamedValue>

/** A list, or an object by name, which small models like to write. */
const Fields = z
  .union([z.array(NamedValue), z.record(z.string(), Scalar)], {
    error: 'must be a list of {"name", "value", "unit"}',
  })
  .transform((given): NamedValue[] =>
    Array.isArray(given) ? given : Object.entries(given).map(([name, value]) => ({ name, value })),
  )

const Rows = z.union([z.array(z.array(Scalar)), z.array(z.record(z.string(), Scalar))], {
  error: 'must be a list of rows, each a list of cells',
})
const Table = z.object({
  title: z.string().nullish().catch(null),
  columns: z.array(Scalar, { error: 'must be a list of texts' }).nullish(),
  rows: Rows,
})

const Answer = z.object(
  {
    reading: z.string().nullish().catch(null),
    fields: Fields.nullish(),
    tables: z.array(Table, { error: 'must be a list of {"title", "columns", "rows"}' }).nullish(),
  },
  { error: 'must be one object with "fields" and "tables"' },
)

/** Problems are sentences that a model can mend its answer by. */
export function readData(value: unknown): DataOutcome {
  const parsed = Answer.safeParse(value)
  if (!parsed.success) return { type: 'unsound', problems: describeIssues(parsed.error) }
  const tables = (parsed.data.tables ?? []).slice(0, MAX_TABLES).flatMap(toTable)
  const named = (parsed.data.fields ?? []).slice(0, MAX_FIELDS)
  const amounts = named.filter(({ name }) => !isIdentifier(toFieldName(name)))
  const texts = [...amounts.map(({ value }) => toText(value)), ...tables.flatMap(({ rows }) => rows.flat())]
  const decimalMark = findDecimalMark(texts)
  const fields = named.flatMap((field) => toField(field, decimalMark))
  return { type: 'sound', data: { reading: parsed.data.reading ?? null, fields, tables } }
}

function describeIssues({ issues }: z.ZodError): string[] {
  return issues
    .slice(0, MAX_PROBLEMS)
    .map(({ path, message }) => `${path.join('.') || 'The JSON'} ${message}.`)
}

/** Empty when the model named nothing, or found nothing under the name. */
function toField(given: NamedValue, decimalMark: DecimalMark | null): ReadingField[] {
  const name = toFieldName(given.name)
  const value = toText(given.value).slice(0, MAX_CELL)
  if (!name || !value) return []
  const number = typeof given.number === 'number' ? given.number : null
  const amount = isIdentifier(name)
    ? { number: null, unit: null }
    : parseAmount(value, { decimalMark, number })
  const unit = amount.unit ?? tidyUnit(given.unit)
  return [ReadingField.parse({ name, value, number: amount.number, unit: isIdentifier(name) ? null : unit })]
}

/** `Total amount` and `totalAmount` are `total-amount`; empty when nothing is left. */
export function toFieldName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-+|-+$/g, '')
}

/** Digits that count nothing: nobody looks for phone numbers above a million. */
function isIdentifier(name: string): boolean {
  if (name.startsWith('number-of-')) return false
  return /(?:^|-)(?:number|no|nr|id|code|phone|tel|fax|mobile|date|time|zip|postcode|iban|bic|account|reference|ref|serial|barcode|card|address|url|email|year)(?:-|$)/.test(
    name,
  )
}

function tidyUnit(unit: string | null | undefined): string | null {
  const text = unit?.trim() ?? ''
  if (text === '' || text.length > 16) return null
  return unitOf(text) ?? text
}

/** Columns are as many as the longest row has cells: nothing is cut off at the side. Empty when there is nothing in it. */
function toTable({ title, columns, rows }: z.infer<typeof Table>): ReadingTable[] {
  const names = columns?.map(toText) ?? namesOf(rows)
  const cells = rows
    .slice(0, MAX_ROWS)
    .map((row) => (Array.isArray(row) ? row.map(toText) : pick(row, names)))
  const width = Math.min(MAX_COLUMNS, Math.max(names.length, ...cells.map(({ length }) => length)))
  if (width === 0) return []
  const fit = (texts: readonly string[], longest: number) =>
    Array.from({ length: width }, (_none, index) => (texts[index] ?? '').slice(0, longest))
  return [
    ReadingTable.parse({
      title: (title ?? '').trim().slice(0, 200),
      columns: fit(names, 200),
      rows: cells.map((row) => fit(row, MAX_CELL)),
    }),
  ]
}

/** Of rows that are objects: every name that one of them uses, in order. */
function namesOf(rows: z.infer<typeof Rows>): string[] {
  return [...new Set(rows.flatMap((row) => (Array.isArray(row) ? [] : Object.keys(row))))]
}

/** A row by name may spell its columns otherwise than the header does; its own order then counts. */
function pick(row: Readonly<Record<string, z.infer<typeof Scalar>>>, names: readonly string[]): string[] {
  const isByName = Object.keys(row).every((key) => names.includes(key))
  return isByName ? names.map((name) => toText(row[name] ?? null)) : Object.values(row).map(toText)
}

function toText(value: z.infer<typeof Scalar>): string {
  return value === null ? '' : String(value).trim()
}
