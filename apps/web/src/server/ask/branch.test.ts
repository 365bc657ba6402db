import { describe, expect, it } from 'vitest'
import { branchTo, shownIn, titleOf } from './branch.ts'
import { makeTurn } from './fixtures.ts'

describe('a branch', () => {
  const turns = [
    makeTurn({ id: 1 }),
    makeTurn({ id: 2, parentId: 1 }),
    makeTurn({ id: 3, parentId: 1 }),
    makeTurn({ id: 4, parentId: 3 }),
  ]
  it.each([
    [4, [1, 3, 4]],
    [2, [1, 2]],
    [1, [1]],
    [9, []],
    [null, []],
  ])('to %s is %j', (turnId, ids) => {
    expect(branchTo(turns, turnId).map(({ id }) => id)).toEqual(ids)
  })
})

describe('what a turn shows', () => {
  it('is its pictures and the hits that are looked at', () => {
    const search = {
      query: 'q',
      by: 'rules',
      total: 3,
      isTotalExact: true,
      hits: [7, 8, 9],
      seen: 2,
    } as const
    const turn = makeTurn({ id: 1, pictures: [{ imageId: 5 }], search: { ...search, hits: [7, 8, 9] } })
    expect(shownIn(turn).map(({ imageId }) => imageId)).toEqual([5, 7, 8])
  })
})

describe('a title', () => {
  it.each([
    ['What is this?', 'What is this?'],
    ['  Compare \t these \n\nand more', 'Compare these'],
    ['word '.repeat(30).trim(), `${'word '.repeat(16).trim()}…`],
    ['x'.repeat(90), `${'x'.repeat(80)}…`],
    ['😀'.repeat(90), `${'😀'.repeat(80)}…`],
  ])('of %j is %j', (question, title) => {
    expect(titleOf(question)).toBe(title)
  })
})
