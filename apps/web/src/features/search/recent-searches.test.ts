import { describe, expect, it } from 'vitest'
import { parseRecent, withRecent } from './recent-searches.ts'

describe('parseRecent', () => {
  it.each([
    [null, []],
    ['["dog","cat"]', ['dog', 'cat']],
    ['not json', []],
    ['{"a":1}', []],
    ['[1,2]', []],
  ])('reads %j', (stored, expected) => {
    expect(parseRecent(stored)).toEqual(expected)
  })
})

describe('withRecent', () => {
  it('puts a search in front, once', () => {
    expect(withRecent(['a', 'b'], ' b ')).toEqual(['b', 'a'])
  })
  it('leaves the empty search out', () => {
    expect(withRecent(['a'], '  ')).toEqual(['a'])
  })
  it('keeps eight', () => {
    const many = Array.from({ length: 8 }, (_, at) => String(at))
    expect(withRecent(many, 'new')).toEqual(['new', '0', '1', '2', '3', '4', '5', '6'])
  })
})
