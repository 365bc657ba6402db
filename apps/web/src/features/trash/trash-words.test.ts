import { describe, expect, it } from 'vitest'
import { daysLeft } from './trash-words.ts'

const day = 24 * 60 * 60 * 1000

describe('daysLeft', () => {
  it.each([
    [0, 30, 0, '30 days left'],
    [0, 30, 29.5 * day, '1 day left'],
    [0, 30, 31 * day, 'Gone today'],
    [null, 30, 0, ''],
    [0, null, 0, ''],
  ])('deleted at %s with %s days, at %i: "%s"', (deletedAt, trashDays, now, words) => {
    expect(daysLeft(deletedAt, trashDays, now)).toBe(words)
  })
})
