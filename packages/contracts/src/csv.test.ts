import { describe, expect, it } from 'vitest'
import { csvCell, csvRow, fromCsvCell } from './csv.ts'

/** What a reader of CSV makes of a cell. */
const unquoted = (cell: string) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)

describe('a CSV cell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['  =1', "'  =1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-5', '-5'],
    ['-5 apples', "'-5 apples"],
    ["'=1", "''=1"],
    ["'-5", "'-5"],
    ["'tis", "'tis"],
    ['a "b", c', '"a ""b"", c"'],
    ['two\nlines', '"two\nlines"'],
    ['', ''],
  ])('holds %j as %j', (text, written) => {
    expect(csvCell(text)).toBe(written)
  })

  it.each(['=1', "'=1", "''=1", "'-5", '-5', "'", "it's", '+49 30', '\t=1', '＝1', "'quoted'", ''])(
    'gives %j back as it was',
    (text) => {
      expect(fromCsvCell(unquoted(csvCell(text)))).toBe(text)
    },
  )

  it('is joined to lines that end as the format has it', () => {
    expect(csvRow(['a', 'b,c'])).toBe('a,"b,c"\r\n')
  })
})
