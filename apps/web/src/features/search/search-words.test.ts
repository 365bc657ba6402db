import { describe, expect, it } from 'vitest'
import { formatCount, formatFacetValue } from './search-words.ts'

describe('formatCount', () => {
  it.each([
    [{ value: 0, capped: false }, '0'],
    [{ value: 1234, capped: false }, '1,234'],
    [{ value: 1000, capped: true }, '1,000+'],
  ])('%j reads %j', (count, expected) => {
    expect(formatCount(count)).toBe(expected)
  })
})

describe('formatFacetValue', () => {
  it.each([
    ['month', '2026-05', 'May 2026'],
    ['field', 'invoice-number', 'Invoice number'],
    ['month', 'unknown', 'unknown'],
    ['kind', 'receipt', 'Receipt'],
    ['object', 'dog', 'dog'],
    ['engine', 'builtin', 'builtin'],
  ] as const)('%s %s reads %s', (name, value, expected) => {
    expect(formatFacetValue(name, value)).toBe(expected)
  })
})
