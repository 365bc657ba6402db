import { describe, expect, it } from 'vitest'
import { stepIndex } from './use-combobox.ts'
import { mergeOffers } from './use-suggestions.ts'

describe('stepIndex', () => {
  it.each([
    [-1, 1, 3, 0],
    [0, 1, 3, 1],
    [2, 1, 3, -1],
    [-1, -1, 3, 2],
    [0, -1, 3, -1],
    [-1, 1, 0, -1],
  ] as const)('from %i by %i of %i goes to %i', (index, step, count, expected) => {
    expect(stepIndex(index, step, count)).toBe(expected)
  })
})

describe('mergeOffers', () => {
  const word = { query: 'dog', label: 'dog', kind: 'word', count: null } as const

  it('shows recent searches before suggestions, each query once, while the box is empty', () => {
    expect(
      mergeOffers('', ['dog', 'cat'], [word, { ...word, query: 'sea' }]).map((one) => one.query),
    ).toEqual(['dog', 'cat', 'sea'])
  })

  it('shows only suggestions once there is text', () => {
    expect(mergeOffers('do', ['cat'], [word])).toEqual([word])
  })
})
