import { describe, expect, it } from 'vitest'
import { editDistance, nearest, neighboursOf, toleratedErrors } from './edit-distance.ts'

describe('editDistance', () => {
  it.each([
    ['receipt', 'receipt', 0],
    ['reciept', 'receipt', 1],
    ['recipt', 'receipt', 1],
    ['receiptt', 'receipt', 1],
    ['recaipt', 'receipt', 1],
    ['resiept', 'receipt', 2],
    ['dog', 'receipt', 3],
    ['', 'ab', 2],
  ])('%s to %s is %i', (a, b, expected) => {
    expect(editDistance(a, b, 2)).toBe(expected)
  })
})

it('neighbours are all one error away', () => {
  const all = neighboursOf('abcd')
  expect(all).toContain('bacd')
  expect(all).toContain('abd')
  expect(all).toContain('abxcd')
  expect(all.filter((one) => editDistance('abcd', one, 2) !== 1)).toEqual([])
})

it('tolerates no errors in short words and codes', () => {
  expect(['dog', 'ab12cd', 'bird', 'receipt'].map(toleratedErrors)).toEqual([0, 0, 1, 2])
})

it('finds the nearest choice, the first of equals', () => {
  expect(nearest('trukc', ['car', 'truck', 'trucks'])).toBe('truck')
  expect(nearest('zzzzz', ['car'])).toBeNull()
})
