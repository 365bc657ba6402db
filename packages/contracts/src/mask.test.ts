import { describe, expect, test } from 'vitest'
import type { Polygon } from './geometry.ts'
import { polygonArea, rasteriseMask } from './mask.ts'

const square = (left: number, top: number, right: number, bottom: number): Polygon => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
]

/** Rows as text: `#` inside, `.` outside. */
function draw(polygons: Polygon[], width: number, height: number, rows?: { from: number; to: number }) {
  const pixels = rasteriseMask(polygons, { width, height }, rows)
  const lines = Array.from({ length: pixels.length / width }, (_none, row) =>
    [...pixels.subarray(row * width, (row + 1) * width)].map((value) => (value === 255 ? '#' : '.')).join(''),
  )
  return lines.join(' ')
}

describe('masks', () => {
  test.each<[string, Polygon[], string]>([
    ['nothing', [], '.... .... .... ....'],
    ['all of the picture', [square(0, 0, 1, 1)], '#### #### #### ####'],
    ['a square, pixel for pixel', [square(0.25, 0.25, 0.75, 0.75)], '.... .##. .##. ....'],
    ['pixels by their middles', [square(0.1, 0, 0.4, 0.4)], '##.. ##.. .... ....'],
    [
      'a triangle',
      [
        [
          [0, 0],
          [1, 1],
          [0, 1],
        ],
      ],
      '.... #... ##.. ###.',
    ],
    [
      'the parts of one thing together',
      [square(0, 0, 0.25, 0.5), square(0.5, 0.5, 1, 1)],
      '#... #... ..## ..##',
    ],
    ['parts that overlap, once', [square(0, 0, 0.5, 0.5), square(0, 0, 0.5, 1)], '##.. ##.. ##.. ##..'],
    [
      'a hole where an outline crosses itself',
      [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
          [0, 0],
          [0.25, 0.25],
          [0.75, 0.25],
          [0.75, 0.75],
          [0.25, 0.75],
          [0.25, 0.25],
        ],
      ],
      '#### #..# #..# ####',
    ],
    ['nothing thinner than a pixel’s middle', [square(0.26, 0, 0.3, 1)], '.... .... .... ....'],
  ])('draw %s', (_name, polygons, expected) => {
    expect(draw(polygons, 4, 4)).toBe(expected)
  })

  test('are the same when drawn a few rows at a time', () => {
    const triangle: Polygon = [
      [0.1, 0],
      [0.9, 0.3],
      [0.4, 1],
    ]
    const parts = [0, 3, 6].map((from) => draw([triangle], 9, 9, { from, to: from + 3 }))
    expect(parts.join(' ')).toBe(draw([triangle], 9, 9))
  })
})

describe('areas', () => {
  test.each<[string, Polygon, number]>([
    ['a rectangle', square(0.1, 0.2, 0.6, 0.4), 0.5 * 100 * 0.2 * 50],
    [
      'a triangle the other way round',
      [
        [0, 0],
        [0, 1],
        [1, 0],
      ],
      2500,
    ],
    [
      'a line',
      [
        [0, 0],
        [1, 1],
        [0.5, 0.5],
      ],
      0,
    ],
  ])('of %s', (_name, polygon, expected) => {
    expect(polygonArea(polygon, { width: 100, height: 50 })).toBeCloseTo(expected)
  })
})
