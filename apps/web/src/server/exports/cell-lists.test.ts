import { describe, expect, it } from 'vitest'
import { joinFields, joinList, splitList } from './cell-lists.ts'

describe('a list in one cell', () => {
  it.each([
    [['red', 'blue'], 'red; blue'],
    [['a, b', 'c;d'], '"a, b"; "c;d"'],
    [['say "hi"'], '"say ""hi"""'],
    [[], ''],
  ])('%j is written %j and read again', (items, cell) => {
    expect(joinList(items, 'words')).toBe(cell)
    expect(splitList(cell, 'words')).toEqual(items)
  })

  it.each([
    ['red, blue,green', ['red', 'blue', 'green']],
    ['one\ntwo\r\nthree', ['one', 'two', 'three']],
    [' ; ,, red ,', ['red']],
    ['"open, to the end', ['open, to the end']],
    ['6" nails; "x"', ['6" nails', 'x']],
  ])('%j, as others write it, is %j', (cell, items) => {
    expect(splitList(cell, 'words')).toEqual(items)
  })

  it('keeps commas within values', () => {
    expect(splitList('total=1,234.50 EUR; due=3 May', 'fields')).toEqual(['total=1,234.50 EUR', 'due=3 May'])
  })

  it('has values with their units', () => {
    const total = { name: 'total', value: '21.05', number: 21.05, unit: 'EUR' }
    expect(joinFields([total, { name: 'seller', value: 'Bread; Co', number: null, unit: null }])).toBe(
      'total=21.05 EUR; "seller=Bread; Co"',
    )
  })
})
