import { expect, it } from 'vitest'
import { compareLines } from './compare-lines.ts'
import { foldLines } from './fold-lines.ts'

const show = (former: string, present: string) =>
  foldLines(compareLines(former.split(''), present.split('')))
    .map((line) => (line.change === 'folded' ? `(${line.count})` : line.text))
    .join('')

it.each([
  ['abcdef', 'abcdef', '(6)'],
  ['a', 'a', 'a'],
  ['abcdefgh', 'abcdXfgh', '(3)deXf(2)'],
  ['abc', 'aXc', 'abXc'],
  ['abcd', 'abcdX', '(3)dX'],
])('%s beside %s', (former, present, expected) => {
  expect(show(former, present)).toBe(expected)
})
