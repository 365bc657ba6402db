import { describe, expect, it } from 'vitest'
import { summaryOf, targetWords } from './import-words.ts'

describe('what an import comes to', () => {
  it.each([
    [
      { rows: 60, matched: 58, fates: { set: 38, overwritten: 2, kept: 0 } },
      '58 of 60 rows found their image. 40 changes, 2 of them over a person’s words.',
    ],
    [
      { rows: 1, matched: 1, fates: { set: 0, overwritten: 0, kept: 3 } },
      '1 of 1 row found its image. Nothing would change. 3 left out for a person’s words.',
    ],
  ])('is said in a sentence or two', (report, words) => {
    expect(summaryOf(report)).toBe(words)
  })
})

it.each([
  ['caption', 'Caption, or alt text'],
  ['field:due-date', 'Value: due date'],
  ['ignore', 'Left out'],
] as const)('calls %s “%s”', (target, words) => {
  expect(targetWords(target)).toBe(words)
})
