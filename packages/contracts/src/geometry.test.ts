import { describe, expect, test } from 'vitest'
import {
  boundingBox,
  boxFromPixels,
  boxToPixels,
  fromFlorenceBin,
  intersectionOverUnion,
  quadFromPixels,
  toFlorenceBin,
} from './geometry.ts'

const size = { width: 200, height: 100 }

describe('boxes', () => {
  test.each([
    ['inside', { x0: 20, y0: 10, x1: 120, y1: 60 }, { x: 0.1, y: 0.1, width: 0.5, height: 0.5 }],
    [
      'with corners the other way round',
      { x0: 120, y0: 60, x1: 20, y1: 10 },
      { x: 0.1, y: 0.1, width: 0.5, height: 0.5 },
    ],
    [
      'reaching out of the image',
      { x0: -40, y0: -9, x1: 400, y1: 50 },
      { x: 0, y: 0, width: 1, height: 0.5 },
    ],
    ['wholly outside', { x0: 300, y0: 200, x1: 400, y1: 300 }, { x: 1, y: 1, width: 0, height: 0 }],
  ])('%s come from pixels', (_name, corners, box) => {
    expect(boxFromPixels(corners, size)).toEqual(box)
  })

  test('go to pixels and back unchanged', () => {
    const { x, y, width, height } = boxToPixels({ x: 0.1, y: 0.2, width: 0.5, height: 0.25 }, size)
    const back = boxFromPixels({ x0: x, y0: y, x1: x + width, y1: y + height }, size)
    expect(back.x).toBeCloseTo(0.1)
    expect(back.y).toBeCloseTo(0.2)
    expect(back.width).toBeCloseTo(0.5)
    expect(back.height).toBeCloseTo(0.25)
  })

  test('around points are the smallest', () => {
    const box = boundingBox([
      [0.25, 0.5],
      [0.75, 0.25],
      [0.5, 0.75],
    ])
    expect(box).toEqual({ x: 0.25, y: 0.25, width: 0.5, height: 0.5 })
  })
})

describe('intersection over union', () => {
  const whole = { x: 0, y: 0, width: 1, height: 1 }
  test.each([
    ['the same box', whole, 1],
    ['a quarter of it', { x: 0.5, y: 0.5, width: 0.5, height: 0.5 }, 0.25],
    ['a box beside it', { x: 1, y: 0, width: 0.5, height: 1 }, 0],
    ['a box of no size', { x: 0.5, y: 0.5, width: 0, height: 0 }, 0],
  ])('of %s', (_name, other, expected) => {
    expect(intersectionOverUnion(whole, other)).toBeCloseTo(expected)
  })
})

test('a quad keeps its order and is clipped', () => {
  expect(
    quadFromPixels(
      [
        [100, 50],
        [240, 50],
        [240, -5],
        [100, 0],
      ],
      size,
    ),
  ).toEqual([
    [0.5, 0.5],
    [1, 0.5],
    [1, 0],
    [0.5, 0],
  ])
})

describe('Florence-2’s grid', () => {
  test.each([
    [0, 0],
    [0.0009, 0],
    [0.001, 1],
    [0.5, 500],
    [0.9999, 999],
    [1, 999],
  ])('%f lies in bin %i', (value, bin) => {
    expect(toFlorenceBin(value)).toBe(bin)
  })

  test('every bin gives back its own middle', () => {
    for (let bin = 0; bin < 1000; bin += 1) expect(toFlorenceBin(fromFlorenceBin(bin))).toBe(bin)
  })
})
