import { describe, expect, it } from 'vitest'
import type { Corners } from './geometry.ts'
import { batchByWidth } from './line-models.ts'
import { detectorSize, isCredible, tidyText } from './reader.ts'
import { groupIntoRows, type ReadLine, voteDirection } from './reading-order.ts'

/** A line of text lying straight, turned by an angle about the origin. */
function line(
  text: string,
  x: number,
  y: number,
  { width = text.length * 10, height = 20, angle = 0 } = {},
): ReadLine {
  const turn = (px: number, py: number) =>
    [px * Math.cos(angle) - py * Math.sin(angle), px * Math.sin(angle) + py * Math.cos(angle)] as const
  const corners: Corners = [turn(x, y), turn(x + width, y), turn(x + width, y + height), turn(x, y + height)]
  return { text, score: 0.99, corners }
}

const textOf = (rows: ReadLine[][]) => rows.map((row) => row.map(({ text }) => text).join(' | '))

const RECEIPT = (angle: number) => [
  line('total', 0, 64, { angle }),
  line('milk', 0, 0, { angle }),
  line('1.89', 200, 3, { angle }),
  line('bread', 0, 30, { angle }),
  line('20.58', 200, 60, { angle }),
  line('3.45', 200, 32, { angle }),
]

describe('groupIntoRows', () => {
  it.each([
    ['lying straight', 0],
    ['tilted by 7 degrees', 0.12],
    ['turned right', Math.PI / 2],
    ['turned left', -Math.PI / 2],
    ['upside down', Math.PI],
  ])('reads labels with their prices on a receipt %s', (_, angle) => {
    expect(textOf(groupIntoRows(RECEIPT(angle)))).toEqual(['milk | 1.89', 'bread | 3.45', 'total | 20.58'])
  })

  it('reads one column of prose before the next, below the heading that spans them', () => {
    const column = (name: string, x: number) =>
      Array.from({ length: 5 }, (_, i) =>
        line(`${name}${i} and so it goes on`, x, 40 + i * 30, { width: 300 }),
      )
    const rows = groupIntoRows([
      ...column('right', 360),
      line('A heading over both', 0, 0, { width: 600 }),
      ...column('left', 0),
    ])
    expect(textOf(rows).map((text) => text.split(' ')[0])).toEqual([
      'A',
      'left0',
      'left1',
      'left2',
      'left3',
      'left4',
      'right0',
      'right1',
      'right2',
      'right3',
      'right4',
    ])
  })

  it('has nothing to order in nothing', () => {
    expect(groupIntoRows([])).toEqual([])
  })
})

it.each([0, 0.12, -0.2, Math.PI / 2, Math.PI])('votes the direction %d', (angle) => {
  const voted = voteDirection(RECEIPT(angle))
  expect(Math.cos(voted - angle)).toBeCloseTo(1, 3)
})

it.each([
  ['NOTICE', 0.75, true],
  ['NOTICE', 0.65, false],
  ['A', 0.8, false],
  ['A', 0.95, true],
  ['000006', 0.9, false],
  ['000:0:', 0.75, false],
  ['100.00', 0.99, true],
  ['a whole line of text', 0.62, true],
  ['   ', 0.99, false],
])('takes "%s" read at %d for text: %s', (text, score, expected) => {
  expect(isCredible({ text, score })).toBe(expected)
})

it.each([
  ['0live oil  500ml ', 'Olive oil 500ml'],
  ['0xff and 0.5 and 007', '0xff and 0.5 and 007'],
  ['R0bot', 'R0bot'],
])('tidies "%s"', (text, expected) => {
  expect(tidyText(text)).toBe(expected)
})

it.each([
  [
    { width: 1920, height: 1080 },
    { width: 960, height: 544 },
  ],
  [
    { width: 300, height: 200 },
    { width: 608, height: 416 },
  ],
  [
    { width: 2480, height: 3508 },
    { width: 1120, height: 1600 },
  ],
  [
    { width: 1, height: 1 },
    { width: 32, height: 32 },
  ],
  [
    { width: 4000, height: 10 },
    { width: 1600, height: 32 },
  ],
])('shows the detector %j as %j', (size, expected) => {
  expect(detectorSize(size)).toEqual(expected)
})

it('batches lines of like width and keeps their places', () => {
  const crops = [300, 40, 45, 310, 900, 50].map((width) => ({ width, pixels: new Uint8Array(0) }))
  expect(batchByWidth(crops).map((batch) => batch.map(({ index }) => index))).toEqual([
    [1, 2, 5],
    [0, 3],
    [4],
  ])
})
