import { describe, expect, it } from 'vitest'
import { decodeCtc, parseAlphabet } from './ctc.ts'

const ALPHABET = ['a', 'b', ' ']

/** One row a step: the class that wins and its probability. */
function steps(...winners: [number, number][]): Float32Array {
  return Float32Array.from(
    winners.flatMap(([winner, probability]) =>
      Array.from({ length: 4 }, (_, i) => (i === winner ? probability : (1 - probability) / 3)),
    ),
  )
}

describe('decodeCtc', () => {
  it.each<[string, [number, number][], string, number]>([
    [
      'merges repeats',
      [
        [1, 0.9],
        [1, 0.9],
        [2, 0.8],
      ],
      'ab',
      0.85,
    ],
    [
      'keeps doubles that a blank parts',
      [
        [1, 0.9],
        [0, 0.9],
        [1, 0.7],
      ],
      'aa',
      0.8,
    ],
    [
      'reads spaces',
      [
        [1, 1],
        [3, 1],
        [2, 1],
      ],
      'a b',
      1,
    ],
    [
      'reads nothing from blanks',
      [
        [0, 0.9],
        [0, 0.9],
      ],
      '',
      0,
    ],
  ])('%s', (_, winners, text, score) => {
    const read = decodeCtc(steps(...winners), 0, winners.length, ALPHABET)
    expect(read.text).toBe(text)
    expect(read.score).toBeCloseTo(score)
  })

  it('starts at the offset', () => {
    const data = steps([1, 0.9], [2, 0.9])
    expect(decodeCtc(data, 4, 1, ALPHABET).text).toBe('b')
  })
})

it.each([
  ['unix lines', 'a\nb\n', ['a', 'b', ' ']],
  ['windows lines', 'a\r\nb', ['a', 'b', ' ']],
  ['a space that is a character', 'a\n\u3000\n', ['a', '\u3000', ' ']],
])('parses a dictionary with %s', (_, file, expected) => {
  expect(parseAlphabet(file)).toEqual(expected)
})
