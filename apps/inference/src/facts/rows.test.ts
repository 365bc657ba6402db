import type { TextRegion } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { countRows } from './rows.ts'

const at = (x: number, y: number): TextRegion => ({
  text: 'word',
  quad: [
    [x, y],
    [x + 0.2, y],
    [x + 0.2, y + 0.04],
    [x, y + 0.04],
  ],
})

describe('countRows', () => {
  it.each([
    ['nothing', [], 0],
    ['one line', [at(0, 0)], 1],
    ['a label and its price', [at(0, 0.1), at(0.6, 0.11)], 1],
    ['two lines', [at(0, 0.1), at(0, 0.15)], 2],
    ['cells out of order', [at(0.6, 0.2), at(0, 0.1), at(0, 0.2), at(0.6, 0.1)], 2],
  ])('counts %s', (_name, regions, rows) => {
    expect(countRows(regions)).toBe(rows)
  })
})
