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
const SMALL = page(0.012)
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
  const texts = (regions: TextRegion[]) => regions.map(({ text }) => text)

  it('puts the lines of tiles into the places of the picture', () => {
    const [region] = mergeTiles([], [{ tile: right, textRegions: [line('here', 0.5, 0.5, 0.2)] }])
    expect(region?.quad[0]).toEqual([expect.closeTo(0.725), expect.closeTo(0.5)])
  })

  it('takes a line that two tiles have seen once', () => {
    const merged = mergeTiles(
      [],
      [
        { tile: left, textRegions: [line('shared', 0.85, 0.3, 0.13)] },
        { tile: right, textRegions: [line('shared', 0.0318, 0.3, 0.13)] },
      ],
    )
    expect(texts(merged)).toEqual(['shared'])
  })

  it('prefers the whole line to the one that a tile has cut', () => {
    const merged = mergeTiles(
      [],
      [
        { tile: left, textRegions: [line('a price of 12', 0.83, 0.3, 0.17)] },
        { tile: right, textRegions: [line('a price of 12.50', 0.02, 0.3, 0.25)] },
      ],
    )
    expect(texts(merged)).toEqual(['a price of 12.50'])
  })

  it('keeps what only the look at the whole picture has shown', () => {
    const merged = mergeTiles(
      [line('a headline over both', 0.1, 0.1, 0.8, 0.05), line('sma11', 0.1, 0.4, 0.2)],
      [{ tile: left, textRegions: [line('small', 0.18, 0.4, 0.37)] }],
    )
    expect(texts(merged)).toEqual(['a headline over both', 'small'])
  })

  it('reads row by row from the top, within a row from the left', () => {
    const merged = mergeTiles(
      [],
      [
        { tile: left, textRegions: [line('second', 0.1, 0.5), line('first', 0.1, 0.2)] },
        { tile: right, textRegions: [line('beside first', 0.5, 0.205)] },
      ],
    )
    expect(texts(merged)).toEqual(['first', 'beside first', 'second'])
  })
})
