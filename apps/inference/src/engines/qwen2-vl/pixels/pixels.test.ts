import { describe, expect, it } from 'vitest'
import { plainPicture } from '../testing.ts'
import { fitSize } from './fit-size.ts'
import { toPatches } from './patches.ts'
import { readPatches } from './read-pixels.ts'

const RULES = { factor: 28, minPixels: 4 * 28 * 28, maxPixels: 16_384 * 28 * 28 }

describe('fitSize', () => {
  // What `smart_resize` of the official processor gives.
  it.each([
    [56, 56, 56, 56],
    [224, 224, 224, 224],
    [640, 480, 644, 476],
    [1000, 700, 1008, 700],
    // Halves go to the even neighbour: 70 / 28 is 2.5, 98 / 28 is 3.5.
    [70, 98, 56, 112],
    [10, 10, 56, 56],
    [28, 28, 56, 56],
    [10, 1000, 28, 560],
    [1, 200, 28, 812],
  ])('%i × %i becomes %i × %i', (width, height, fittedWidth, fittedHeight) => {
    expect(fitSize({ width, height }, RULES)).toEqual({ width: fittedWidth, height: fittedHeight })
  })

  it.each([
    [4000, 3000, 512 * 784, 728, 532],
    [3000, 4000, 512 * 784, 532, 728],
    [20_000, 100, 4 * 784, 784, 28],
  ])('%i × %i within %i pixels becomes %i × %i', (width, height, maxPixels, fittedWidth, fittedHeight) => {
    const fitted = fitSize({ width, height }, { ...RULES, maxPixels })
    expect(fitted).toEqual({ width: fittedWidth, height: fittedHeight })
  })

  it('stays between the limits, in multiples of the factor', () => {
    for (let side = 1; side < 3000; side += 17) {
      const fitted = fitSize({ width: side, height: Math.ceil(side / 3) }, { ...RULES, maxPixels: 200 * 784 })
      const { width, height } = fitted ?? { width: 0, height: 0 }
      expect((width % 28) + (height % 28)).toBe(0)
      expect(width * height).toBeGreaterThanOrEqual(RULES.minPixels)
      expect(width * height).toBeLessThanOrEqual(200 * 784)
    }
  })

  it('refuses what is more than 200 times as long as wide', () => {
    expect(fitSize({ width: 201, height: 1 }, RULES)).toBeNull()
    expect(fitSize({ width: 1, height: 201 }, RULES)).toBeNull()
  })
})

/** Numbers stay as they are, so that places can be told by them. */
const PLAIN = {
  rescale: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  patch: 2,
  merge: 2,
  frames: 2,
  minPixels: 1,
  maxPixels: 1e9,
}

describe('toPatches', () => {
  it('puts the patches of a token together, and channels, frames, rows and columns within', () => {
    const size = { width: 8, height: 4 }
    // Red: row and column as two digits; green 100 more; blue 200 more.
    const pixels = Uint8Array.from({ length: 8 * 4 * 3 }, (_none, at) => {
      const place = Math.floor(at / 3)
      return Math.floor(place / 8) * 10 + (place % 8) + (at % 3) * 100
    })
    const values = toPatches(pixels, size, PLAIN)
    const patches = Array.from({ length: 8 }, (_none, at) => [...values.slice(at * 24, at * 24 + 24)])
    const corner = [0, 1, 10, 11]
    const at = (offset: number) => corner.map((value) => value + offset)
    expect(patches[0]).toEqual([at(0), at(0), at(100), at(100), at(200), at(200)].flat())
    expect(patches.map(([first]) => first)).toEqual([0, 2, 20, 22, 4, 6, 24, 26])
  })

  it('normalises each channel by its own mean and deviation', () => {
    const rules = { ...PLAIN, rescale: 1 / 255, mean: [0.5, 0.25, 0], std: [0.5, 0.25, 1] }
    const values = toPatches(new Uint8Array(4 * 4 * 3).fill(255), { width: 4, height: 4 }, rules)
    expect([values[0], values[8], values[16]]).toEqual([1, 3, 1])
  })
})

describe('readPatches', () => {
  it('takes a picture that fits as it is, and resizes others', async () => {
    const rules = { ...PLAIN, patch: 14 }
    const fits = await readPatches(
      plainPicture('red', { width: 56, height: 28 }),
      { width: 56, height: 28 },
      rules,
    )
    const resized = await readPatches(
      plainPicture('red', { width: 100, height: 50 }),
      { width: 56, height: 28 },
      rules,
    )
    expect(fits).toHaveLength(8 * 3 * 2 * 14 * 14)
    expect(fits[0]).toBe(220)
    expect(resized).toEqual(fits)
  })
})
