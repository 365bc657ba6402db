import { describe, expect, it } from 'vitest'
import { fieldNames, fieldTokens, numberCover, numberKey, numberTokens, toFieldName } from './field-token.ts'

const NUMBERS = [
  -1e300, -1_000_000.5, -21.05, -21, -20.99, -1, -0.01, -1e-300, 0, 1e-300, 0.01, 0.1, 1, 2, 19.99, 20, 20.01,
  21.05, 99, 100, 1234.56, 1_000_000, 123_456_789.12, 1e300,
]

describe('numberKey', () => {
  it('sorts as the numbers do', () => {
    const keys = NUMBERS.map(numberKey)
    expect(keys).toEqual(keys.toSorted((a, b) => a - b))
    expect(new Set(keys).size).toBe(NUMBERS.length)
    for (const key of keys) expect(Number.isSafeInteger(key) && key >= 0 && key < 2 ** 48).toBe(true)
  })
  it('knows one zero', () => expect(numberKey(-0)).toBe(numberKey(0)))
})

describe('numberCover', () => {
  it.each([
    ['above 20', { low: 20, high: null, isStrict: true }, (n: number) => n > 20],
    ['at least 20', { low: 20, high: null, isStrict: false }, (n: number) => n >= 20],
    ['below 20', { low: null, high: 20, isStrict: true }, (n: number) => n < 20],
    ['at most -21', { low: null, high: -21, isStrict: false }, (n: number) => n <= -21],
    ['exactly 21.05', { low: 21.05, high: 21.05, isStrict: false }, (n: number) => n === 21.05],
    ['0.01 to 100', { low: 0.01, high: 100, isStrict: false }, (n: number) => n >= 0.01 && n <= 100],
    ['-1 to 1', { low: -1, high: 1, isStrict: false }, (n: number) => n >= -1 && n <= 1],
    ['anything', { low: null, high: null, isStrict: false }, () => true],
  ])('of %s holds exactly those numbers, in a bounded number of tokens', (_name, bounds, isWithin) => {
    const cover = new Set(numberCover('total', bounds))
    expect(cover.size).toBeLessThanOrEqual(360)
    const found = NUMBERS.filter(
      (n) => numberTokens('total', n).filter((token) => cover.has(token)).length === 1,
    )
    expect(found).toEqual(NUMBERS.filter(isWithin))
  })

  it('of nothing is empty', () => {
    expect(numberCover('total', { low: 5, high: 4, isStrict: false })).toEqual([])
    expect(numberCover('total', { low: 5, high: 5, isStrict: true })).toEqual([])
  })

  it('is of one name only', () => {
    const cover = new Set(numberCover('tax', { low: null, high: null, isStrict: false }))
    expect(numberTokens('total', 20).some((token) => cover.has(token))).toBe(false)
  })
})

describe('fieldTokens', () => {
  const field = (name: string, value = 'x') => ({ name, value, number: null, unit: null })

  it('are single words to the full-text index', () => {
    for (const token of fieldTokens([{ ...field('total', '21.05 INV-7'), number: 21.05 }]))
      expect(token).toMatch(/^\uE000[a-z0-9]+$/)
  })

  it('are bounded, however many fields and words there are', () => {
    const long = Array.from({ length: 500 }, (_, index) => `word${index}x`).join(' ')
    const many = Array.from({ length: 5000 }, (_, index) => ({ ...field(`f${index}`, long), number: index }))
    expect(fieldTokens(many).length).toBeLessThanOrEqual(100 * (1 + 24 + 12))
    expect(fieldNames(many)).toHaveLength(100)
  })
})

it.each([
  ['Due Date', 'due-date'],
  ['invoice_number', 'invoice-number'],
  ['total', 'total'],
  ['--', ''],
])('takes %j for the field %j', (typed, name) => {
  expect(toFieldName(typed)).toBe(name)
})
