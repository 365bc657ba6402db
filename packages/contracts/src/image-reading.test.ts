import { describe, expect, it } from 'vitest'
import type { Annotation } from './image.ts'
import {
  fieldTitle,
  fieldValueText,
  type ReadingParts,
  readingCsv,
  readingJson,
  readingMarkdown,
  readingOf,
} from './image-reading.ts'

const RECEIPT: ReadingParts = {
  reading: 'A receipt from a corner market.',
  fields: [
    { name: 'merchant', value: 'Corner | Market', number: null, unit: null },
    { name: 'total', value: '21.05', number: 21.05, unit: 'EUR' },
  ],
  tables: [
    {
      title: 'Items',
      columns: ['Item', 'Price'],
      rows: [
        ['Bread', '3.20'],
        ['Deposit, returned', '-0.25'],
      ],
    },
  ],
}
const NOTHING: ReadingParts = { reading: null, fields: [], tables: [] }
const cells = (...row: string[]): ReadingParts => ({
  ...NOTHING,
  tables: [{ title: '', columns: row.map((_, index) => `c${index}`), rows: [row] }],
})

describe('a reading as Markdown', () => {
  it('has the prose, the fields and each table', () => {
    expect(readingMarkdown(RECEIPT)).toBe(`A receipt from a corner market.

## Fields

| Field | Value |
| --- | --- |
| Merchant | Corner \\| Market |
| Total | 21.05 EUR |

## Items

| Item | Price |
| --- | --- |
| Bread | 3.20 |
| Deposit, returned | -0.25 |
`)
  })

  it.each([
    ['a|b', 'a\\|b'],
    ['two\nlines', 'two<br>lines'],
    ['<script>', '\\<script>'],
    ['*2*', '\\*2\\*'],
    ['C:\\new', 'C:\\\\new'],
    ['', ''],
  ])('keeps %j in its cell', (cell, written) => {
    expect(readingMarkdown(cells(cell))).toContain(`| --- |\n| ${written} |`)
  })

  it('numbers tables without a title, and leaves out what is not there', () => {
    expect(readingMarkdown(cells('x'))).toBe('## Table 1\n\n| c0 |\n| --- |\n| x |\n')
    expect(readingMarkdown({ ...NOTHING, reading: ' Only prose. ' })).toBe('Only prose.\n')
  })
})

describe('a reading as CSV', () => {
  it('has a titled block for the fields and for each table', () => {
    expect(readingCsv(RECEIPT).split('\r\n')).toEqual([
      'Fields',
      'name,value,number,unit',
      'merchant,Corner | Market,,',
      'total,21.05,21.05,EUR',
      '',
      'Items',
      'Item,Price',
      'Bread,3.20',
      '"Deposit, returned",-0.25',
      '',
    ])
  })

  it('is one table and nothing else where there is nothing else', () => {
    expect(readingCsv(cells('1', '2'))).toBe('c0,c1\r\n1,2\r\n')
    expect(readingCsv(NOTHING)).toBe('')
  })

  it.each([
    ['=1+2', "'=1+2"],
    ['=HYPERLINK("http://example.org","x")', '"\'=HYPERLINK(""http://example.org"",""x"")"'],
    ['+49 30 123456', '+49 30 123456'],
    ['+cmd|calc', "'+cmd|calc"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', '"\'\t=1"'],
    [' =1', "' =1"],
    ['＝1', "'＝1"],
    ['-0.25', '-0.25'],
    ['-1,234.50', '"-1,234.50"'],
    ['-5%', '-5%'],
    ['-', "'-"],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['a;b', '"a;b"'],
    ['Größe 東京', 'Größe 東京'],
  ])('writes %j so that no spreadsheet runs it', (cell, written) => {
    expect(readingCsv(cells(cell))).toBe(`c0\r\n${written}\r\n`)
  })

  it('guards titles and heads as well', () => {
    const table = { title: '=1', columns: ['=2'], rows: [] }
    expect(readingCsv({ ...NOTHING, tables: [table, table] })).toBe("'=1\r\n'=2\r\n\r\n'=1\r\n'=2\r\n")
  })
})

it('writes JSON that reads back as it was', () => {
  expect(JSON.parse(readingJson(RECEIPT))).toEqual(RECEIPT)
})

it.each([
  ['total', 'Total'],
  ['invoice-number', 'Invoice number'],
])('calls %s “%s”', (name, title) => {
  expect(fieldTitle(name)).toBe(title)
})

it.each([
  ['21.05', 'EUR', '21.05 EUR'],
  ['21.05 eur', 'EUR', '21.05 eur'],
  ['21.05', null, '21.05'],
])('says the unit of %s in %s once', (value, unit, text) => {
  expect(fieldValueText({ value, unit })).toBe(text)
})

it('is found within the record of an image', () => {
  const source = {
    by: 'model' as const,
    engine: 'openai' as const,
    model: { id: 'fake-vl', revision: '1', dtype: 'none' as const, device: 'remote' as const },
    task: 'reading' as const,
  }
  const bodies: Annotation['body'][] = [
    { type: 'caption', text: 'A receipt.', template: true },
    { type: 'reading', text: 'A receipt from a corner market.' },
    ...RECEIPT.fields.map((field) => ({ type: 'field' as const, ...field })),
    ...RECEIPT.tables.map((table) => ({ type: 'table' as const, ...table })),
  ]
  const annotations = bodies.map((body, index) => ({
    id: index + 1,
    body,
    source,
    position: 0,
    createdAt: 0,
  }))
  expect(
    readingOf({
      id: 7,
      fileName: 'r.png',
      reasoning: 'done',
      reading: RECEIPT.reading,
      readingWarnings: ['Cut short.'],
      annotations,
    }),
  ).toEqual({ imageId: 7, fileName: 'r.png', status: 'done', warnings: ['Cut short.'], source, ...RECEIPT })
})
