import { ImportMap } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { columnProblem, readColumns } from './columns.ts'
import { csvRecords, findDelimiter } from './csv-records.ts'
import { readRow } from './read-row.ts'

describe('columns', () => {
  const targets = (headings: string[], map = {}) => readColumns(headings, map).map(({ target }) => target)

  it('are known by what catalogs call them', () => {
    expect(targets(['File Name', 'Alt_Text', 'Keywords', 'Field:total', 'Price'])).toEqual([
      'file',
      'caption',
      'tags',
      'field:total',
      null,
    ])
  })

  it('are what a person says they are', () => {
    expect(targets(['sku', 'alt', 'text'], { sku: 'file', Alt: 'ignore', text: 'caption' })).toEqual([
      'file',
      null,
      'caption',
    ])
  })

  it('are each taken once: a person’s word first, else the first', () => {
    expect(targets(['file', 'alt', 'caption'])).toEqual(['file', 'caption', null])
    expect(targets(['file', 'alt', 'caption'], { caption: 'caption' })).toEqual(['file', null, 'caption'])
  })

  it('that are named must be there', () => {
    expect(() => readColumns(['file', 'alt'], ImportMap.parse({ sku: 'notes' }))).toThrow(/no column “sku”/)
  })

  it.each([
    [['caption'], /which image/],
    [['file', 'price'], /says anything/],
    [['file', 'alt'], /^$/],
  ])('%j may tell too little', (headings, problem) => {
    const found = columnProblem(readColumns(headings, {}))
    expect(found ?? '').toMatch(problem)
  })
})

describe('a row', () => {
  const row = (heading: string, cell: string) =>
    readRow(1, ['mug.jpg', cell], [...readColumns(['file', heading], {})])

  it('gives back what an export made safe', () => {
    expect(row('alt', "'=1+1").words.caption).toBe('=1+1')
    expect(row('alt', ' two\r\nlines ').words.caption).toBe('two\nlines')
  })

  it('has values with their numbers and units', () => {
    expect(row('fields', 'total=21.05 EUR; Due date=3 May; seller="Bread; Co"').words.fields).toEqual([
      { name: 'total', value: '21.05', number: 21.05, unit: 'EUR' },
      { name: 'due-date', value: '3 May', number: null, unit: null },
      { name: 'seller', value: '"Bread', number: null, unit: null },
    ])
    expect(row('field:price', '€20').words.fields).toEqual([
      { name: 'price', value: '€20', number: 20, unit: null },
    ])
  })

  it('says what of it cannot be used, and keeps the rest', () => {
    const { words, problems } = row('tags', `red; ${'x'.repeat(65)}`)
    expect(words.tags).toEqual(['red'])
    expect(problems).toHaveLength(1)
    expect(row('alt', 'x'.repeat(10_001))).toMatchObject({ words: {}, problems: [expect.any(String)] })
  })

  it('may have fewer cells than there are columns', () => {
    expect(readRow(1, ['mug.jpg'], readColumns(['file', 'alt'], {})).words.caption).toBeUndefined()
  })
})

describe('a file', () => {
  const read = async (bytes: Uint8Array) => {
    const records: string[][] = []
    for await (const record of csvRecords(bytes)) records.push(record)
    return records
  }

  it.each([
    ['a,b,"c;d;e;f"', ','],
    ['a;b;c', ';'],
    ['a\tb', '\t'],
    ['a', ','],
  ])('%j is parted by %j', (line, delimiter) => {
    expect(findDelimiter(line)).toBe(delimiter)
  })

  it('is UTF-8 or UTF-16, with a mark or without', async () => {
    const text = 'file;alt\r\nä.jpg;"two\r\nlines"\r\n\r\n'
    const records = [
      ['file', 'alt'],
      ['ä.jpg', 'two\r\nlines'],
    ]
    expect(await read(Buffer.from(text))).toEqual(records)
    expect(await read(Buffer.from(`\uFEFF${text}`))).toEqual(records)
    expect(await read(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toEqual(records)
  })

  it('is refused where its letters or quotes are not right', async () => {
    await expect(read(Buffer.from('file,alt\nä.jpg,x', 'latin1'))).rejects.toMatchObject({
      code: 'bad-request',
    })
    await expect(read(Buffer.from('file,alt\na.jpg,"x'))).rejects.toMatchObject({ code: 'bad-request' })
  })
})
