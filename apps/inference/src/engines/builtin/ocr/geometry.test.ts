import { describe, expect, it } from 'vitest'
import { cropLine, LINE_HEIGHT, solveHomography, turnCrop } from './crop.ts'
import {
  type Corners,
  convexHull,
  cornersOf,
  fromTopLeft,
  isInside,
  minimumAreaRectangle,
  turnCorners,
} from './geometry.ts'
import { findTextBoxes } from './text-boxes.ts'

const SQUARE: Corners = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
]

describe('convexHull', () => {
  it('leaves out what lies inside or on a side', () => {
    const hull = convexHull([...SQUARE, [5, 5], [5, 0], [10, 5]])
    expect(hull.toSorted()).toEqual([...SQUARE].toSorted())
  })
})

describe('minimumAreaRectangle', () => {
  it('follows the angle of what it encloses', () => {
    const [cos, sin] = [Math.cos(0.3), Math.sin(0.3)]
    const turned = (
      [
        [0, 0],
        [100, 0],
        [100, 20],
        [0, 20],
      ] as const
    ).map(([x, y]) => [x * cos - y * sin, x * sin + y * cos] as const)
    const rectangle = minimumAreaRectangle(convexHull(turned))
    expect([rectangle?.width, rectangle?.height].map((side) => Math.round(side ?? 0)).sort()).toEqual([
      100, 20,
    ])
  })

  it('is undefined for a single point', () => {
    expect(minimumAreaRectangle([[1, 1]])).toBeUndefined()
  })
})

describe('corners', () => {
  it('come out clockwise from the top-left', () => {
    const corners = cornersOf({ cx: 50, cy: 20, width: 40, height: 10, ux: -1, uy: 0 })
    expect(fromTopLeft(corners)).toEqual([
      [30, 15],
      [70, 15],
      [70, 25],
      [30, 25],
    ])
  })

  it.each([
    [0, [0, 0]],
    [1, [10, 0]],
    [2, [10, 10]],
    [3, [0, 10]],
  ] as const)('turned by %i start at %j', (steps, first) => {
    expect(turnCorners(SQUARE, steps)[0]).toEqual(first)
  })

  it('hold their inside', () => {
    expect(isInside(SQUARE, 5, 5)).toBe(true)
    expect(isInside(SQUARE, 11, 5)).toBe(false)
  })
})

describe('findTextBoxes', () => {
  const thresholds = { pixel: 0.2, box: 0.4, growth: 1.4 }

  function mapWith(rectangles: [number, number, number, number, number][]) {
    const map = { width: 120, height: 60, data: new Float32Array(120 * 60) }
    for (const [left, top, right, bottom, value] of rectangles)
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) map.data[y * 120 + x] = value
    return map
  }

  it('puts a grown box around each stretch of text', () => {
    const boxes = findTextBoxes(
      mapWith([
        [10, 10, 60, 18, 0.9],
        [10, 40, 90, 48, 0.8],
      ]),
      thresholds,
    )
    expect(boxes).toHaveLength(2)
    const [topLeft, , bottomRight] = boxes[0]?.corners ?? []
    expect(topLeft?.[0]).toBeLessThan(10)
    expect(bottomRight?.[0]).toBeGreaterThan(60)
    expect(boxes[0]?.score).toBeGreaterThan(0.7)
  })

  it.each<[string, [number, number, number, number, number][]]>([
    ['specks', [[10, 10, 12, 12, 0.9]]],
    ['faint stretches', [[10, 10, 60, 18, 0.3]]],
    ['an empty map', []],
  ])('ignores %s', (_, rectangles) => {
    expect(findTextBoxes(mapWith(rectangles), thresholds)).toEqual([])
  })

  it('stays on the map', () => {
    const [box] = findTextBoxes(mapWith([[0, 0, 120, 10, 0.9]]), thresholds)
    expect(box?.corners.every(([x, y]) => x >= 0 && y >= 0 && x <= 120 && y <= 60)).toBe(true)
  })
})

describe('crops', () => {
  it('maps the corners of a line onto the corners of its crop', () => {
    const corners: Corners = [
      [12, 8],
      [90, 20],
      [88, 44],
      [10, 30],
    ]
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = solveHomography(100, 48, corners)
    const apply = (x: number, y: number) => {
      const scale = 1 / (g * x + h * y + 1)
      return [(a * x + b * y + c) * scale, (d * x + e * y + f) * scale]
    }
    const places = [apply(0, 0), apply(100, 0), apply(100, 48), apply(0, 48)]
    places.forEach(([x, y], i) => {
      expect(x).toBeCloseTo(corners[i]?.[0] ?? 0, 6)
      expect(y).toBeCloseTo(corners[i]?.[1] ?? 0, 6)
    })
  })

  it('straighten a line and turn it over', () => {
    // Left half red, right half blue.
    const pixels = Buffer.alloc(40 * 20 * 3)
    for (let i = 0; i < 800; i++) pixels[i * 3 + (i % 40 < 20 ? 0 : 2)] = 255
    const image = { size: { width: 40, height: 20 }, pixels, warnings: [] }
    const crop = cropLine(image, [
      [0, 0],
      [40, 0],
      [40, 20],
      [0, 20],
    ])
    expect(crop.width).toBe(2 * LINE_HEIGHT)
    expect([...crop.pixels.subarray(0, 3)]).toEqual([255, 0, 0])
    expect([...turnCrop(crop).pixels.subarray(0, 3)]).toEqual([0, 0, 255])
  })
})
