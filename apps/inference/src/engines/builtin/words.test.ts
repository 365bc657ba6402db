import { expect, it } from 'vitest'
import { countNoun, joinWords, withArticle } from './words.ts'

it.each([
  [1, 'dog', 'a dog'],
  [1, 'umbrella', 'an umbrella'],
  [2, 'person', 'two people'],
  [3, 'wine glass', 'three wine glasses'],
  [4, 'bus', 'at least four buses'],
  [14, 'sheep', 'at least 14 sheep'],
])('counts %i %s as "%s"', (count, noun, expected) => {
  expect(countNoun(count, noun)).toBe(expected)
})

it('counts exactly, in digits, what has a plural of its own', () => {
  expect(countNoun(1, 'line', 'lines')).toBe('1 line')
  expect(countNoun(28, 'line', 'lines')).toBe('28 lines')
})

it.each([
  ['scissors', 'a pair of scissors'],
  ['orange', 'an orange'],
  ['tv', 'a tv'],
])('puts an article before %s', (noun, expected) => {
  expect(withArticle(noun)).toBe(expected)
})

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('joins %j', (words, expected) => {
  expect(joinWords(words)).toBe(expected)
})
