import { describe, expect, it } from 'vitest'
import { costWarning, formatTokens, pictureTokens, tokenCost } from './token-words.ts'

describe('what a picture costs', () => {
  it.each([
    ['a thumbnail', { width: 280, height: 280 }, null, 100],
    ['a quarter of it', { width: 280, height: 280 }, { x: 0, y: 0, width: 0.5, height: 0.5 }, 25],
    ['a line that is hardly there', { width: 280, height: 280 }, { x: 0, y: 0, width: 1, height: 0.001 }, 10],
  ])('%s', (_name, size, region, expected) => {
    expect(pictureTokens(size, region)).toBe(expected)
  })

  it('has a ceiling that a photo of any size stays under', () => {
    expect(pictureTokens({ width: 8000, height: 6000 })).toBeLessThan(1400)
  })
})

describe('its words', () => {
  it.each<[number[], string]>([
    [[1], 'about 1 token'],
    [[1280], 'about 1,280 tokens'],
    [[1000, 400, 1000], '3 pictures, about 2,400 tokens'],
  ])('%o are “%s”', (costs, expected) => {
    expect(tokenCost(costs)).toBe(expected)
  })

  it('warn of what is much, and of nothing else', () => {
    expect(costWarning([1280, 1280])).toBeNull()
    expect(costWarning(Array.from({ length: 7 }, () => 1280))).toContain('Fewer pictures')
  })

  it('know one from many', () => {
    expect([formatTokens(1), formatTokens(1204)]).toEqual(['1 token', '1,204 tokens'])
  })
})
