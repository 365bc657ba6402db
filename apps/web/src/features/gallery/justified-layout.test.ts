import { describe, expect, it } from 'vitest'
import { type ImageRow, type LayoutItem, layoutRows, rowOfItem } from './justified-layout.ts'

const options = { width: 1000, targetHeight: 200, gap: 8 }
const many = (count: number, aspect = (index: number) => 0.6 + ((index * 7) % 13) / 8): LayoutItem[] =>
  Array.from({ length: count }, (_, index) => ({ aspect: aspect(index) }))
const imageRows = (items: readonly LayoutItem[], width = 1000) =>
  layoutRows(items, { ...options, width }).filter((row): row is ImageRow => row.type === 'images')

describe('layoutRows', () => {
  it.each([
    ['nothing', [], 1000],
    ['no width yet', many(3), 0],
  ])('has no rows for %s', (_name, items, width) => {
    expect(layoutRows(items, { ...options, width })).toEqual([])
  })

  it('keeps the target height where the pictures do not fill a row', () => {
    const [row] = imageRows([{ aspect: 1.5 }])
    expect(row).toMatchObject({ start: 0, end: 1, height: 200, lefts: [0], widths: [300] })
  })

  it.each([320, 390, 777, 1000, 1440, 2560])('ends every row but the last flush at %i px', (width) => {
    const rows = imageRows(many(200), width)
    for (const row of rows.slice(0, -1))
      expect((row.lefts.at(-1) ?? 0) + (row.widths.at(-1) ?? 0)).toBe(width)
  })

  it('places every picture once, in order', () => {
    const rows = imageRows(many(137))
    expect(rows.flatMap((row) => row.widths)).toHaveLength(137)
    expect(rows[0]?.start).toBe(0)
    expect(rows.at(-1)?.end).toBe(137)
    rows.slice(1).forEach((row, index) => {
      expect(row.start).toBe(rows[index]?.end)
    })
  })

  it('stays near the target height and keeps the gap', () => {
    for (const row of imageRows(many(300)).slice(0, -1)) {
      expect(row.height).toBeGreaterThan(200 * 0.6)
      expect(row.height).toBeLessThan(200 * 1.6)
      row.lefts.slice(1).forEach((left, index) => {
        const gap = left - ((row.lefts[index] ?? 0) + (row.widths[index] ?? 0))
        expect(Math.abs(gap - 8)).toBeLessThanOrEqual(1)
      })
    }
  })

  it.each([
    ['a panorama', 12],
    ['a strip of a receipt', 0.05],
    ['a size that is not known', Number.NaN],
  ])('does not let %s break its row', (_name, aspect) => {
    const [row] = imageRows([{ aspect }, ...many(8)])
    expect(row?.height).toBeGreaterThan(100)
    expect(row?.height).toBeLessThan(400)
  })

  it('gives a picture alone a row when the screen is narrow', () => {
    const rows = imageRows([{ aspect: 2.8 }, { aspect: 2.8 }], 320)
    expect(rows.map((row) => row.end - row.start)).toEqual([1, 1])
  })

  it('starts a group under its heading and never mixes groups in a row', () => {
    const items = ['May', 'May', 'April'].map((group) => ({ aspect: 1, group }))
    expect(layoutRows(items, options).map((row) => (row.type === 'heading' ? row.group : row.end))).toEqual([
      'May',
      2,
      'April',
      3,
    ])
  })
})

describe('rowOfItem', () => {
  it('finds the row of every picture, past headings', () => {
    const items = many(90).map((item, index) => ({ ...item, group: `g${Math.floor(index / 17)}` }))
    const rows = layoutRows(items, options)
    items.forEach((_item, index) => {
      const row = rows[rowOfItem(rows, index)]
      expect(row?.type === 'images' && row.start <= index && index < row.end).toBe(true)
    })
  })

  it('says so when there is no such picture', () => {
    expect(rowOfItem(layoutRows(many(5), options), 5)).toBe(-1)
  })
})
