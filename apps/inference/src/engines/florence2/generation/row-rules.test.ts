import { describe, expect, it } from 'vitest'
import { isLooping } from '../../looping.ts'
import { LOOP_RULES, RepeatGuard } from './row-rules.ts'

describe('RepeatGuard', () => {
  it.each([
    ['nothing to repeat yet', 3, [2, 0, 5], []],
    ['the third token of a run', 3, [2, 0, 5, 6, 7, 5, 6], [7]],
    ['every continuation seen', 3, [5, 6, 7, 5, 6, 8, 5, 6], [7, 8]],
    ['the start token counts', 3, [2, 0, 5, 9, 2, 0], [5]],
    ['a run of two', 2, [4, 5, 4], [5]],
    ['a run of one', 1, [4, 5], [4, 5]],
    ['no rule', 0, [5, 6, 7, 5, 6], []],
  ])('bans: %s', (_name, size, ids, banned) => {
    expect([...new RepeatGuard(size, ids).banned]).toEqual(banned)
  })

  it('goes on with the row as it grows', () => {
    const guard = new RepeatGuard(2, [1])
    for (const id of [2, 3, 1]) guard.add(id)
    expect([...guard.banned]).toEqual([2])
  })
})

describe('isLooping', () => {
  const many = (cycle: number[], times: number) => Array.from({ length: times }, () => cycle).flat()
  it.each([
    ['one token without end', many([7], 24), true],
    ['one token for a while', many([7], 23), false],
    ['a cycle of eight, four times', many([1, 2, 3, 4, 5, 6, 7, 8], 4), true],
    ['a cycle of eight, three times', many([1, 2, 3, 4, 5, 6, 7, 8], 3), false],
    ['a cycle after other words', [9, 8, 7, ...many([1, 2, 3, 4, 5, 6], 4)], true],
    ['a cycle that has ended', [...many([1, 2, 3, 4, 5, 6], 4), 9], false],
    ['ordinary text', Array.from({ length: 200 }, (_none, at) => (at * 37) % 101), false],
    ['nothing', [], false],
  ])('%s', (_name, ids, looping) => {
    expect(isLooping(ids, LOOP_RULES)).toBe(looping)
  })
})
