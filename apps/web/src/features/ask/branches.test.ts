import { describe, expect, it } from 'vitest'
import { makeTurn } from './ask-fixture.ts'
import { branchOf, siblingBeside, tipOf } from './branches.ts'

/**
 * 1 ─ 2 ─ 4
 *   └ 3 ─ 5
 *       └ 6
 * 7 (a first turn of its own)
 */
const turns = [
  [1, null],
  [2, 1],
  [3, 1],
  [4, 2],
  [5, 3],
  [6, 3],
  [7, null],
].map(([id, parentId]) => makeTurn({ id: id ?? 0, parentId: parentId ?? null }))

const idsOf = (activeTurnId: number | null) => branchOf(turns, activeTurnId).map(({ turn }) => turn.id)

describe('the branch that is shown', () => {
  it.each<[number | null, number[]]>([
    [4, [1, 2, 4]],
    [6, [1, 3, 6]],
    [2, [1, 2]],
    [7, [7]],
    [null, [7]],
    [99, [7]],
  ])('with %s active, is %o', (active, expected) => {
    expect(idsOf(active)).toEqual(expected)
  })

  it('knows where it forks', () => {
    expect(branchOf(turns, 5).map(({ siblingIds, place }) => [siblingIds, place])).toEqual([
      [[1, 7], 0],
      [[2, 3], 1],
      [[5, 6], 0],
    ])
  })

  it('is nothing without turns', () => {
    expect(branchOf([], null)).toEqual([])
  })

  it('ends where a turn would be its own ancestor', () => {
    const circle = [makeTurn({ id: 1, parentId: 2 }), makeTurn({ id: 2, parentId: 1 })]
    expect(branchOf(circle, 2).map(({ turn }) => turn.id)).toEqual([1, 2])
    expect(tipOf(circle, 1)).toBe(1)
  })
})

describe('the tip of a branch', () => {
  it.each([
    [1, 6],
    [2, 4],
    [3, 6],
    [7, 7],
  ])('from %i is %i, by the newest turns', (from, tip) => {
    expect(tipOf(turns, from)).toBe(tip)
  })
})

describe('the turn beside', () => {
  it.each<[number, 1 | -1, number | null]>([
    [5, 1, 6],
    [5, -1, null],
    [6, -1, 5],
    [6, 1, null],
  ])('%i by %i is %s', (active, step, expected) => {
    const last = branchOf(turns, active).at(-1)
    expect(last && siblingBeside(last, step)).toBe(expected)
  })
})
