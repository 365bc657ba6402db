import type { Quad, TextRegion } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { mergeTiles } from './merge-tiles.ts'
import { planTiles } from './plan-tiles.ts'

function line(text: string, x: number, y: number, width = 0.3, height = 0.02): TextRegion {
  const quad: Quad = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]
  return { text, quad, score: 0.9 }
}

const page = (height: number) =>
  Array.from({ length: 10 }, (_none, at) => line(`line ${at}`, 0.1, 0.08 * at, 0.5, height))
const SMALL = page(0.009)
const LARGE = page(0.05)

describe('planTiles', () => {
  it.each([
    ['a small picture', 900, 1100, SMALL, 'auto', 0],
    ['a large page of small print', 2480, 3508, SMALL, 'auto', 12],
    ['a large page of large print', 2480, 3508, LARGE, 'auto', 0],
    ['a large photograph with a sign', 4000, 3000, SMALL.slice(0, 2), 'auto', 0],
    ['a large page when tiles are never wanted', 2480, 3508, SMALL, 'never', 0],
    ['a large photograph when they always are', 2000, 1500, [], 'always', 6],
    ['a long receipt', 800, 3000, SMALL, 'auto', 4],
    ['a huge scan', 9000, 12000, SMALL, 'auto', 16],
  ] as const)('%s', (_name, width, height, textRegions, wish, tiles) => {
    expect(planTiles({ size: { width, height }, textRegions, modelSide: 768 }, wish)).toHaveLength(tiles)
  })

  it('covers the whole picture, each tile sharing a part with the next', () => {
    const tiles = planTiles(
      { size: { width: 800, height: 3000 }, textRegions: SMALL, modelSide: 768 },
      'auto',
    )
    expect(tiles[0]).toMatchObject({ x: 0, y: 0, width: 1 })
    tiles.slice(1).forEach((tile, at) => {
      const above = tiles[at]
      expect(tile.y).toBeLessThan((above?.y ?? 0) + (above?.height ?? 0))
    })
    const last = tiles.at(-1)
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeCloseTo(1)
  })
})

describe('mergeTiles', () => {
  const left = { x: 0, y: 0, width: 0.55, height: 1 }
  const right = { x: 0.45, y: 0, width: 0.55, height: 1 }
  const LEGIBLE = 0.03
  /** A line in the picture's own places, as a tile sees what lies in it. */
  const seenIn = (tile: typeof left, text: string, [x, y]: [number, number], width: number) =>
    line(text, (x - tile.x) / tile.width, y, width / tile.width)
  const merge = (whole: TextRegion[], inLeft: TextRegion[], inRight: TextRegion[]) =>
    mergeTiles(
      whole,
      [
        { tile: left, textRegions: inLeft },
        { tile: right, textRegions: inRight },
      ],
      LEGIBLE,
    )
  const texts = (regions: TextRegion[]) => regions.map(({ text }) => text)

  it('puts the lines of tiles into the places of the picture', () => {
    const [region] = merge([], [], [line('here', 0.5, 0.5, 0.2)])
    expect(region?.quad[0]).toEqual([expect.closeTo(0.725), expect.closeTo(0.5)])
  })

  it('takes a line that two tiles have seen once', () => {
    const place: [number, number] = [0.46, 0.3]
    const merged = merge([], [seenIn(left, 'shared', place, 0.07)], [seenIn(right, 'shared', place, 0.07)])
    expect(texts(merged)).toEqual(['shared'])
  })

  it('prefers the whole line to the one that a tile has cut', () => {
    const merged = merge(
      [],
      [seenIn(left, 'a price of 12', [0.46, 0.3], 0.09)],
      [seenIn(right, 'a price of 12.50', [0.46, 0.3], 0.12)],
    )
    expect(texts(merged)).toEqual(['a price of 12.50'])
  })

  it('makes a line that runs over both tiles one again, at a word that both have seen', () => {
    const text = 'in the morning the quick brown fox will jump over the lazy dog'
    const letter = 0.01
    const merged = merge(
      [],
      [seenIn(left, text.slice(0, 45), [0.1, 0.3], 45 * letter)],
      [seenIn(right, text.slice(35), [0.1 + 35 * letter, 0.3], (text.length - 35) * letter)],
    )
    expect(texts(merged)).toEqual([text])
    expect(merged[0]?.quad[1]?.[0]).toBeCloseTo(0.1 + text.length * letter)
  })

  it('makes it one in the middle of what both have seen where no word is the same', () => {
    const merged = merge(
      [],
      [seenIn(left, 'aaaa bbbb cccc ddd', [0.1, 0.3], 0.449)],
      [seenIn(right, 'xxx eeee ffff gggg', [0.4515, 0.3], 0.45)],
    )
    expect(texts(merged)).toEqual(['aaaa bbbb cccc eeee ffff gggg'])
  })

  it('keeps small print that was read close, in pieces, before what was seen from afar', () => {
    const merged = merge(
      [line('tne qu1ck br0wn f0x jurnps', 0.1, 0.3, 0.85)],
      [seenIn(left, 'the quick brown fox', [0.1, 0.3], 0.449)],
      [seenIn(right, 'fox jumps over', [0.4515, 0.3], 0.45)],
    )
    expect(texts(merged)).toEqual(['the quick brown fox jumps over'])
  })

  it('keeps large print as it was seen from afar before its pieces', () => {
    const merged = merge(
      [line('a headline over both', 0.1, 0.1, 0.8, 0.05)],
      [line('a headl', 0.18, 0.1, 0.82, 0.05)],
      [line('ine over both', 0, 0.1, 0.8, 0.05)],
    )
    expect(texts(merged)).toEqual(['a headline over both'])
  })

  it('keeps what only the look at the whole picture has shown', () => {
    const merged = merge(
      [line('far away', 0.6, 0.8, 0.2), line('sma11', 0.1, 0.4, 0.2)],
      [line('small', 0.18, 0.4, 0.37)],
      [],
    )
    expect(texts(merged)).toEqual(['small', 'far away'])
  })

  it('reads row by row from the top, within a row from the left', () => {
    const merged = merge(
      [],
      [line('second', 0.1, 0.5), line('first', 0.1, 0.2)],
      [line('beside first', 0.5, 0.205)],
    )
    expect(texts(merged)).toEqual(['first', 'beside first', 'second'])
  })
})
