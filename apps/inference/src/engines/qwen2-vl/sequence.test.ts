import { describe, expect, it } from 'vitest'
import { commonPrefix, firstOf, imageTokensOf, type TokenSequence } from './sequence.ts'

const picture = (name: string, start: number, rows = 1, columns = 2) => ({
  picture: name,
  start,
  rows,
  columns,
})
/** Two words, a picture of two tokens, two words. */
const known: TokenSequence = { ids: [1, 2, 9, 9, 3, 4], images: [picture('a', 2)] }

describe('commonPrefix', () => {
  it.each<[string, TokenSequence, number]>([
    ['the same', known, 6],
    ['the same and more', { ids: [...known.ids, 5], images: known.images }, 6],
    ['a beginning', { ids: [1, 2, 9, 9, 3], images: known.images }, 5],
    ['another word at the end', { ids: [1, 2, 9, 9, 3, 5], images: known.images }, 5],
    ['another word at the start', { ids: [7, 2, 9, 9, 3, 4], images: known.images }, 0],
    ['another picture of the same size', { ids: known.ids, images: [picture('b', 2)] }, 2],
    ['the same picture in another shape', { ids: known.ids, images: [picture('a', 2, 2, 1)] }, 2],
    ['no picture', { ids: [1, 2, 3, 4], images: [] }, 2],
    ['one more picture behind', { ids: [...known.ids, 9, 9], images: [picture('a', 2), picture('c', 6)] }, 6],
    ['nothing', { ids: [], images: [] }, 0],
  ])('with %s', (_what, other, length) => {
    expect(commonPrefix(known, other)).toBe(length)
    expect(commonPrefix(other, known)).toBe(length)
  })

  it('reaches into a picture that was read in part', () => {
    expect(commonPrefix(firstOf(known, 3), known)).toBe(3)
  })
})

describe('a sequence', () => {
  it('knows what its pictures cost', () => {
    expect(imageTokensOf({ ids: [], images: [picture('a', 0), picture('b', 2, 3, 4)] })).toBe(14)
  })

  it('has a beginning without the pictures behind it', () => {
    expect(firstOf(known, 2)).toEqual({ ids: [1, 2], images: [] })
    expect(firstOf(known, 3)).toEqual({ ids: [1, 2, 9], images: known.images })
  })
})
