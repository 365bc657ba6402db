import { expect, it } from 'vitest'
import { isLooping } from './looping.ts'

const RULES = { longestCycle: 4, times: 3, tokens: 6 }

it.each<[string, number[], boolean]>([
  ['nothing', [], false],
  ['one token again and again', [7, 1, 1, 1, 1, 1, 1], true],
  ['not often enough', [7, 1, 1, 1, 1, 1], false],
  ['two in turn', [1, 2, 1, 2, 1, 2], true],
  ['two in turn, cut off in the middle', [2, 1, 2, 1, 2, 1, 2], true],
  ['three in turn', [9, 1, 2, 3, 1, 2, 3, 1, 2, 3], true],
  ['three in turn, twice', [9, 1, 2, 3, 1, 2, 3], false],
  ['a cycle that is too long', [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5], false],
  ['a loop that was left', [1, 1, 1, 1, 1, 1, 2], false],
])('%s', (_what, ids, looping) => {
  expect(isLooping(ids, RULES)).toBe(looping)
})
