import { describe, expect, it } from 'vitest'
import { facetToken, objectToken, type RangeField, rangeCover, rangeTokens } from './facet-token.ts'

const covers = (field: RangeField, value: number, low: number, high: number) => {
  const cover = new Set(rangeCover(field, low, high))
  return rangeTokens(field, value).some((token) => cover.has(token))
}

describe('ranges', () => {
  it.each([
    [0, 65_535],
    [0, 0],
    [65_535, 65_535],
    [1, 65_534],
    [15, 16],
    [16, 31],
    [1000, 1999],
    [4095, 4096],
    [20_000, 20_365],
    [801, 70_000],
  ])('%i to %i holds exactly what lies between', (low, high) => {
    const near = [low - 1, low, low + 1, high - 1, high, high + 1, 0, 777, 4096, 20_100, 65_535]
    for (const value of near.filter((one) => one >= 0 && one <= 65_535))
      expect([value, covers('width', value, low, high)]).toEqual([value, value >= low && value <= high])
  })

  it('takes few tokens', () => {
    expect(rangeCover('day', 1, 65_534).length).toBeLessThan(110)
  })

  it('is empty when its ends are crossed', () => {
    expect(rangeCover('day', 5, 4)).toEqual([])
  })

  it('keeps fields apart', () => {
    expect(rangeTokens('width', 5)).not.toEqual(rangeTokens('height', 5))
  })
})

describe('facetToken', () => {
  it('does not tell case, diacritics and outer spaces apart', () => {
    expect(facetToken('tag', ' Été ')).toBe(facetToken('tag', 'ete'))
  })

  it('tells fields and values apart', () => {
    const tokens = [
      facetToken('tag', 'a'),
      facetToken('kind', 'a'),
      facetToken('tag', 'b'),
      objectToken('a', 1),
    ]
    expect(new Set(tokens).size).toBe(4)
  })
})
