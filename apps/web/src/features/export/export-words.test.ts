import { describe, expect, it } from 'vitest'
import { describePattern, inUsualOrder, progressWords } from './export-words.ts'

describe('a pattern of names', () => {
  it.each([
    ['{name}', 'IMG_2041.jpg'],
    ['{date}/{n}', '2026-05-03/001.jpg'],
    ['../{id}', 'image/204.jpg'],
  ])('%s is shown as %s', (pattern, example) => {
    expect(describePattern(pattern, 120)).toEqual({ isGood: true, example })
  })

  it.each(['', '  ', '{nmae}'])('%j is none', (pattern) => {
    expect(describePattern(pattern, 1).isGood).toBe(false)
  })
})

it('keeps columns in one order, whichever way they were chosen', () => {
  expect(inUsualOrder(['c', 'unknown', 'a'], ['a', 'b', 'c'])).toEqual(['a', 'c', 'unknown'])
})

it.each([
  [{ state: 'running', done: 1200, count: 100_000 } as const, '1,200 of 100,000 images'],
  [{ state: 'done', done: 1, count: 1 } as const, '1 image exported'],
])('says how far it is', (progress, words) => {
  expect(progressWords(progress)).toBe(words)
})
