import { describe, expect, it } from 'vitest'
import { formatDuration, formatPace, storageParts } from './system-words.ts'

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [45, '45 s'],
    [60, '1 min'],
    [125, '2 min 5 s'],
    [3600, '1 h'],
    [3_725, '1 h 2 min'],
    [273_600, '3 d 4 h'],
    [259_205, '3 d'],
  ])('%i seconds read %s', (seconds, expected) => {
    expect(formatDuration(seconds)).toBe(expected)
  })
})

describe('formatPace', () => {
  it.each([
    [null, 'idle'],
    [0, 'idle'],
    [0.25, '15 images/min'],
    [2.44, '2.4 images/s'],
  ])('%j reads %s', (pace, expected) => {
    expect(formatPace(pace)).toBe(expected)
  })
})

describe('storageParts', () => {
  it('shows shares of used and free space, small ones large enough to see', () => {
    const parts = storageParts({ originalBytes: 500, variantBytes: 1, databaseBytes: 0, freeBytes: 499 })
    expect(parts.map((part) => part.share)).toEqual([0.5, 0.005, 0, 0.499])
  })
  it('is empty on an empty disk', () => {
    const parts = storageParts({ originalBytes: 0, variantBytes: 0, databaseBytes: 0, freeBytes: 0 })
    expect(parts.every((part) => part.share === 0)).toBe(true)
  })
})
