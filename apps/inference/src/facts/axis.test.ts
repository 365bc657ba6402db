import type { TextRegion } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { findAxis } from './axis.ts'

/** A word whose middle is at `y` and whose right edge is at `right`. */
function word(text: string, right: number, y: number): TextRegion {
  const [left, top, bottom] = [right - text.length * 0.01, y - 0.01, y + 0.01]
  const quad: TextRegion['quad'] = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ]
  return { text, quad }
}
/** From the bottom up, or from left to right, at equal distances. */
const upright = (...texts: string[]) => texts.map((text, i) => word(text, 0.1, 0.9 - i * 0.12))
const level = (...texts: string[]) => texts.map((text, i) => word(text, 0.2 + i * 0.1, 0.95))

describe('findAxis', () => {
  it.each<[string, TextRegion[], object]>([
    [
      'an upright scale',
      upright('0', '20', '40', '60'),
      { direction: 'upwards', ticks: 4, from: '0', to: '60' },
    ],
    ['thousands', upright('500', '1,000', '1,500', '2,000'), { from: '500', to: '2,000' }],
    ['currencies and shares', upright('$0', '$10', '$20', '$30', '$40'), { ticks: 5 }],
    ['short forms', upright('0', '500k', '1M', '1.5M', '2M'), { ticks: 5 }],
    ['numbers below zero', upright('-20', '-10', '0', '10', '20'), { from: '-20', to: '20' }],
    ['fractions', upright('0.0', '0.2', '0.4', '0.6', '0.8', '1.0'), { ticks: 6 }],
    ['a level scale', level('0', '5', '10', '15', '20'), { direction: 'rightwards', ticks: 5 }],
    [
      'a scale of which a number was not read',
      upright('0', '20', '40', '60', '80').filter(({ text }) => text !== '40'),
      { ticks: 4 },
    ],
    [
      'a scale among other words',
      [...upright('0', '1', '2', '3'), word('Sales in 2024', 0.6, 0.05)],
      { ticks: 4 },
    ],
  ])('finds %s', (_name, regions, axis) => {
    expect(findAxis(regions)).toMatchObject(axis)
  })

  it.each<[string, TextRegion[]]>([
    ['nothing', []],
    ['three numbers', upright('0', '20', '40')],
    ['a numbered list', upright('5', '4', '3', '2', '1')],
    ['prices beneath each other', upright('4.99', '12.50', '3.20', '20.69')],
    ['years in the head of a table', level('2020', '2021', '2022', '2023', '2024')],
    ['equal numbers', upright('7', '7', '7', '7')],
    ['equal steps at odd distances', [0.9, 0.88, 0.5, 0.1].map((y, i) => word(String(i * 10), 0.1, y))],
    ['words', upright('a', 'b', 'c', 'd')],
  ])('finds no scale in %s', (_name, regions) => {
    expect(findAxis(regions)).toBeNull()
  })
})
