import { describe, expect, it } from 'vitest'
import { readData, toFieldName } from './reading-data.ts'

const soundOf = (value: unknown) => {
  const outcome = readData(value)
  if (outcome.type === 'unsound') throw new Error(outcome.problems.join(' '))
  return outcome.data
}

describe('readData', () => {
  it('reads fields with their numbers and units', () => {
    const fields = [
      { name: 'Total', value: '1.234,50 €' },
      { name: 'VAT', value: '197,10', unit: '€' },
      { name: 'Deposit', value: '1.000', unit: null },
      { name: 'invoice number', value: '4711' },
      { name: 'date', value: '12.03' },
      { name: 'items', value: 3 },
    ]
    expect(soundOf({ fields }).fields).toEqual([
      { name: 'total', value: '1.234,50 €', number: 1234.5, unit: 'EUR' },
      { name: 'vat', value: '197,10', number: 197.1, unit: 'EUR' },
      { name: 'deposit', value: '1.000', number: 1000, unit: null },
      { name: 'invoice-number', value: '4711', number: null, unit: null },
      { name: 'date', value: '12.03', number: null, unit: null },
      { name: 'items', value: '3', number: 3, unit: null },
    ])
  })

  it('takes fields by name, and leaves out what was not found', () => {
    const { fields } = soundOf({ fields: { total: '5.00', tip: null, '¿?': 'x', shop: ' Kiosk ' } })
    expect(fields.map(({ name, value }) => [name, value])).toEqual([
      ['total', '5.00'],
      ['shop', 'Kiosk'],
    ])
  })

  it.each<[string, unknown, { columns: string[]; rows: string[][] }]>([
    ['of cells', { columns: ['a', 'b'], rows: [[1, null]] }, { columns: ['a', 'b'], rows: [['1', '']] }],
    [
      'with ragged rows',
      { columns: ['a'], rows: [['1', '2'], []] },
      {
        columns: ['a', ''],
        rows: [
          ['1', '2'],
          ['', ''],
        ],
      },
    ],
    [
      'without columns',
      { rows: [{ a: 1 }, { a: 2, b: 3 }] },
      {
        columns: ['a', 'b'],
        rows: [
          ['1', ''],
          ['2', '3'],
        ],
      },
    ],
    [
      'with other names',
      { columns: ['Item'], rows: [{ item: 'tea' }] },
      { columns: ['Item'], rows: [['tea']] },
    ],
  ])('reads a table %s', (_name, table, expected) => {
    expect(soundOf({ tables: [table] }).tables).toEqual([{ title: '', ...expected }])
  })

  it('leaves out a table with nothing in it, and cuts what is too long', () => {
    const rows = Array.from({ length: 600 }, () => ['x'.repeat(2000)])
    const { tables } = soundOf({ tables: [{ rows: [] }, { title: 'Long', columns: ['c'], rows }] })
    expect(tables).toHaveLength(1)
    expect(tables[0]?.rows).toHaveLength(500)
    expect(tables[0]?.rows[0]?.[0]).toHaveLength(1000)
  })

  it.each<[string, unknown, string]>([
    ['a list', [1], 'The JSON must be one object with "fields" and "tables".'],
    ['fields that are a text', { fields: 'none' }, 'fields must be a list of {"name", "value", "unit"}.'],
    [
      'rows that are none',
      { tables: [{ columns: ['a'], rows: 'x' }] },
      'tables.0.rows must be a list of rows, each a list of cells.',
    ],
  ])('says what is wrong with %s', (_name, value, problem) => {
    expect(readData(value)).toEqual({ type: 'unsound', problems: [problem] })
  })
})

describe('toFieldName', () => {
  it.each([
    ['Total amount', 'total-amount'],
    ['invoiceNumber', 'invoice-number'],
    ['Prix réduit (€)', 'prix-reduit'],
    ['  --  ', ''],
    ['合計', ''],
  ])('of %s is %s', (text, name) => {
    expect(toFieldName(text)).toBe(name)
  })
})
