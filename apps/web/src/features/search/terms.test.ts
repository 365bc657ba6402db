import { describe, expect, it } from 'vitest'
import {
  addTerm,
  applySuggestion,
  fieldTerms,
  hasTerm,
  markRanges,
  removeTerm,
  splitTerms,
  toggleTerm,
} from './terms.ts'

describe('splitTerms', () => {
  it.each([
    ['', []],
    ['  dog   cat ', ['dog', 'cat']],
    ['"red car" dog', ['"red car"', 'dog']],
    ['object:"traffic light" -tag:old', ['object:"traffic light"', '-tag:old']],
    ['type:(jpeg, png) dog', ['type:(jpeg, png)', 'dog']],
    ['dog "never closed', ['dog', '"never closed']],
    ['a OR b', ['a', 'OR', 'b']],
    ['(a (b c)) d', ['(a (b c))', 'd']],
  ])('splits %j', (query, expected) => {
    expect(splitTerms(query).map((term) => term.text)).toEqual(expected)
  })

  it('says where each term stands', () => {
    expect(splitTerms(' dog  cat')).toEqual([
      { text: 'dog', start: 1, end: 4 },
      { text: 'cat', start: 6, end: 9 },
    ])
  })
})

describe('toggleTerm', () => {
  it.each([
    ['', 'object:dog', 'object:dog'],
    ['beach', 'object:dog', 'beach object:dog'],
    ['beach object:dog', 'object:dog', 'beach'],
    ['object:dog beach', 'object:dog', 'beach'],
    ['OBJECT:Dog', 'object:dog', ''],
    ['object:"dog" beach', 'object:dog', 'beach'],
    ['object:"traffic light" x', 'object:"traffic light"', 'x'],
    ['object:doghouse', 'object:dog', 'object:doghouse object:dog'],
    ['object:dog OR object:cat', 'object:dog', 'object:cat'],
    ['object:dog OR object:cat', 'object:cat', 'object:dog'],
    ['x from:2026-05-01 before:2026-06-01', 'from:2026-05-01 before:2026-06-01', 'x'],
    ['dog OR cat', 'kind:photo', '(dog OR cat) kind:photo'],
    ['(dog OR cat) kind:photo', 'kind:photo', 'dog OR cat'],
    ['-object:dog', 'object:dog', '-object:dog object:dog'],
  ])('%j with %j gives %j', (query, term, expected) => {
    expect(toggleTerm(query, term)).toBe(expected)
  })

  it('adds a term once and finds it again', () => {
    expect(addTerm('object:dog', 'object:dog')).toBe('object:dog')
    expect(hasTerm('a object:dog b', 'object:dog')).toBe(true)
    expect(hasTerm('a b', '')).toBe(false)
    expect(removeTerm('a b', 'c')).toBe('a b')
  })
})

describe('fieldTerms', () => {
  it.each([
    ['dog beach', []],
    ['dog object:cat -tag:old width>2000', ['object:cat', '-tag:old', 'width>2000']],
    ['object: x', []],
    ['"object:cat"', []],
  ])('of %j', (query, expected) => {
    expect(fieldTerms(query)).toEqual(expected)
  })
})

describe('applySuggestion', () => {
  it.each([
    ['tpye:jpeg dog', { start: 0, length: 9 }, 'type:jpeg', 'type:jpeg dog'],
    ['dog bad:', { start: 4, length: 4 }, '', 'dog'],
    ['(dog OR cat', { start: 0, length: 1 }, '(dog OR cat)', '(dog OR cat)'],
  ])('in %j', (query, range, text, expected) => {
    expect(applySuggestion(query, range, text)).toBe(expected)
  })
})

describe('markRanges', () => {
  it.each([
    ['', [], []],
    ['dog', [], [{ text: 'dog', marked: false }]],
    [
      'a bad: b',
      [{ start: 2, length: 4 }],
      [
        { text: 'a ', marked: false },
        { text: 'bad:', marked: true },
        { text: ' b', marked: false },
      ],
    ],
    [
      'abc',
      [
        { start: 0, length: 2 },
        { start: 1, length: 9 },
      ],
      [{ text: 'abc', marked: true }],
    ],
  ])('in %j', (text, ranges, expected) => {
    expect(markRanges(text, ranges)).toEqual(expected)
  })
})
