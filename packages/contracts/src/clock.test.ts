import { describe, expect, it } from 'vitest'
import { formatClock } from './clock.ts'

describe('formatClock', () => {
  it.each([
    [0, '0:00'],
    [7.9, '0:07'],
    [65, '1:05'],
    [760, '12:40'],
    [3725, '1:02:05'],
    [-1, '0:00'],
  ])('shows %s seconds as %s', (seconds, text) => {
    expect(formatClock(seconds)).toBe(text)
  })
})
