import { describe, expect, it } from 'vitest'
import {
  fitInto,
  maxZoom,
  passesThreshold,
  placeBox,
  placeText,
  quadPoints,
  stretchFor,
  zoomPercent,
} from './overlay-geometry.ts'

const shown = { width: 200, height: 100 }

describe('fitInto', () => {
  it.each([
    [
      'a wide picture',
      { width: 4000, height: 2000 },
      { width: 1000, height: 1000 },
      { width: 1000, height: 500 },
    ],
    [
      'a tall picture',
      { width: 1000, height: 4000 },
      { width: 1000, height: 1000 },
      { width: 250, height: 1000 },
    ],
    ['a tiny picture', { width: 10, height: 10 }, { width: 1000, height: 1000 }, { width: 20, height: 20 }],
    ['no room yet', { width: 10, height: 10 }, { width: 0, height: 0 }, { width: 0, height: 0 }],
  ])('fits %s', (_, picture, room, expected) => {
    expect(fitInto(picture, room)).toEqual(expected)
  })
})

describe('maxZoom', () => {
  it.each([
    [{ width: 8000, height: 4000 }, { width: 1000, height: 500 }, 32],
    [{ width: 500, height: 500 }, { width: 1000, height: 1000 }, 8],
    [{ width: 500, height: 500 }, { width: 0, height: 0 }, 8],
  ])('of %j shown as %j is %i', (picture, room, expected) => {
    expect(maxZoom(picture, room)).toBe(expected)
  })
})

describe('placing', () => {
  it('turns a quad into points', () => {
    expect(
      quadPoints(
        [
          [0, 0],
          [0.5, 0],
          [0.5, 1],
          [0, 1],
        ],
        shown,
      ),
    ).toBe('0,0 100,0 100,100 0,100')
  })

  it('places a box', () => {
    expect(placeBox({ x: 0.1, y: 0.2, width: 0.5, height: 0.25 }, shown)).toEqual({
      x: 20,
      y: 20,
      width: 100,
      height: 25,
    })
  })

  it('lays upright text along its quad', () => {
    expect(
      placeText(
        [
          [0.1, 0.2],
          [0.6, 0.2],
          [0.6, 0.4],
          [0.1, 0.4],
        ],
        shown,
      ),
    ).toEqual({ x: 20, y: 20, length: 100, height: 20, angle: 0 })
  })

  it('turns text that reads downwards by 90 degrees, whatever the shape of the picture', () => {
    expect(
      placeText(
        [
          [0.5, 0],
          [0.5, 1],
          [0.4, 1],
          [0.4, 0],
        ],
        shown,
      ),
    ).toEqual({ x: 100, y: 0, length: 100, height: 20, angle: 90 })
  })
})

describe('stretchFor', () => {
  it.each([
    [100, 50, 2],
    [100, 0, 1],
    [0, 50, 1],
  ])('%i over %i is %i', (length, natural, expected) => {
    expect(stretchFor(length, natural)).toBe(expected)
  })
})

describe('passesThreshold', () => {
  it.each([
    [0.5, 0.5, true],
    [0.49, 0.5, false],
    [null, 1, true],
  ])('%s at %s: %s', (score, threshold, expected) => {
    expect(passesThreshold(score, threshold)).toBe(expected)
  })
})

describe('zoomPercent', () => {
  it.each([
    [1, 25],
    [4, 100],
    [8, 200],
  ])('scale %i is %i %% of full resolution', (scale, expected) => {
    expect(zoomPercent({ width: 4000, height: 2000 }, { width: 1000, height: 500 }, scale)).toBe(expected)
  })
})
