/** An image that was read deeply, for tests: a receipt with fields and a table. */
import type { Annotation, ImageDetail, ReadingField, ReadingTable } from '@vitrine/contracts'
import { annotations, makeDetail } from '../image-detail/image-fixture.ts'

const source = {
  by: 'model',
  engine: 'openai',
  model: { id: 'qwen2.5vl:7b', revision: '5ced39dfa4ba', dtype: 'none', device: 'remote' },
  task: 'reading',
  promptVersion: 'receipt-1',
} as const

export const FIELDS: ReadingField[] = [
  { name: 'merchant', value: 'Corner Market', number: null, unit: null },
  { name: 'total', value: '21.05', number: 21.05, unit: 'EUR' },
]

export const TABLE: ReadingTable = {
  title: 'Items',
  columns: ['Item', 'Price'],
  rows: [
    ['Bread', '3.20'],
    ['=Olives', '17.85'],
  ],
}

/** The annotations of a deep reading. */
export function readingAnnotations(
  text: string,
  fields: readonly ReadingField[],
  tables: readonly ReadingTable[],
): Annotation[] {
  const bodies: Annotation['body'][] = [
    { type: 'reading', text },
    ...fields.map((field) => ({ type: 'field' as const, ...field })),
    ...tables.map((table) => ({ type: 'table' as const, ...table })),
  ]
  return bodies.map((body, position) => ({
    id: 100 + position,
    body,
    source,
    position,
    createdAt: 1_760_000_000_000,
  }))
}

/** What the test is about is put over it. */
export function makeRead(over: Parameters<typeof makeDetail>[0] = {}): ImageDetail {
  const text = 'A receipt from a corner market.'
  return makeDetail({
    reasoning: 'done',
    reading: text,
    annotations: [...annotations, ...readingAnnotations(text, FIELDS, [TABLE])],
    ...over,
  })
}
