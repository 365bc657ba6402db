import type { SearchHit } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import {
  type GridLayout,
  GridLayouter,
  type GridOptions,
  type ImageRow,
  type LayoutRow,
} from './grid-layout.ts'
import { inPages, listOf, makeHit } from './hits-fixture.ts'
import { PagedHits } from './paged-hits.ts'

const options: GridOptions = {
  width: 1000,
  targetHeight: 200,
  gap: 8,
  headingHeight: 40,
  below: 0,
  groupOf: null,
}
const byDay: GridOptions = { ...options, groupOf: ({ image }) => image.createdAt }
const aspectOf = (index: number) => 0.6 + ((index * 7) % 13) / 8
const many = (count: number, perDay = count) =>
  Array.from({ length: count }, (_, index) => makeHit(index + 1, aspectOf(index), Math.floor(index / perDay)))
const lay = (hits: readonly SearchHit[], over: Partial<GridOptions> = {}) =>
  new GridLayouter({ ...options, ...over }).update(listOf(hits))
const rowsOf = (layout: GridLayout) =>
  Array.from({ length: layout.rowCount }, (_, index) => layout.row(index)).flatMap((row) => row ?? [])
const imageRows = (rows: readonly LayoutRow[]) => rows.filter((row): row is ImageRow => row.type === 'images')
/** Everything that can be asked of a layout. */
const contentOf = (layout: GridLayout) => ({
  height: layout.height,
  items: layout.itemCount,
  rows: rowsOf(layout),
  tops: rowsOf(layout).map((_, index) => layout.topOf(index)),
})

describe('a laid out grid', () => {
  it.each([
    ['nothing', 0, 1000],
    ['no width yet', 3, 0],
  ])('has no rows for %s', (_name, count, width) => {
    expect(contentOf(lay(many(count), { width }))).toEqual({ height: 0, items: 0, rows: [], tops: [] })
  })

  it('keeps the target height where the pictures do not fill a row', () => {
    expect(rowsOf(lay([makeHit(1, 1.5)]))).toEqual([
      { type: 'images', start: 0, end: 1, height: 200, lefts: [0], widths: [300] },
    ])
  })

  it.each([320, 390, 777, 1000, 1440, 2560])('ends every row but the last flush at %i px', (width) => {
    for (const row of imageRows(rowsOf(lay(many(200), { width }))).slice(0, -1))
      expect((row.lefts.at(-1) ?? 0) + (row.widths.at(-1) ?? 0)).toBe(width)
  })

  it('places every picture once, in order', () => {
    const rows = imageRows(rowsOf(lay(many(137))))
    expect(rows.flatMap((row) => row.widths)).toHaveLength(137)
    expect(rows[0]?.start).toBe(0)
    expect(rows.at(-1)?.end).toBe(137)
    rows.slice(1).forEach((row, index) => {
      expect(row.start).toBe(rows[index]?.end)
    })
  })

  it('stays near the target height and keeps the gap', () => {
    for (const row of imageRows(rowsOf(lay(many(300)))).slice(0, -1)) {
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
    const [row] = imageRows(rowsOf(lay([makeHit(1, aspect), ...many(8)])))
    expect(row?.height).toBeGreaterThan(100)
    expect(row?.height).toBeLessThan(400)
  })

  it('gives a picture alone a row when the screen is narrow', () => {
    const rows = imageRows(rowsOf(lay([makeHit(1, 2.8), makeHit(2, 2.8)], { width: 320 })))
    expect(rows.map((row) => row.end - row.start)).toEqual([1, 1])
  })

  it('starts a group under its heading and never mixes groups in a row', () => {
    const hits = [5, 5, 4].map((day, index) => makeHit(index + 1, 1, day))
    expect(
      rowsOf(lay(hits, byDay)).map((row) => (row.type === 'heading' ? `day at ${row.start}` : row.end)),
    ).toEqual(['day at 0', 2, 'day at 2', 3])
  })

  it('stacks rows: headings, pictures, the gap and what is kept below them', () => {
    const layout = lay([makeHit(1, 1, 5), makeHit(2, 1, 4)], { ...byDay, below: 30 })
    expect([0, 1, 2, 3, 4].map((row) => layout.topOf(row))).toEqual([0, 40, 278, 318, 556])
    expect(layout.height).toBe(556)
  })

  it.each([
    [-50, 0],
    [0, 0],
    [39, 0],
    [40, 1],
    [1e9, 9],
  ])('has at %i px row %i', (y, row) => {
    const layout = lay(
      Array.from({ length: 5 }, (_, day) => makeHit(day + 1, 1, day)),
      byDay,
    )
    expect(layout.rowAt(y)).toBe(row)
  })

  it('finds the row of every picture, past headings, and none for others', () => {
    const layout = lay(many(90, 17), byDay)
    for (let item = 0; item < 90; item += 1) {
      const row = layout.row(layout.rowOfItem(item))
      expect(row?.type === 'images' && row.start <= item && item < row.end).toBe(true)
    }
    expect([layout.rowOfItem(90), layout.rowOfItem(-1)]).toEqual([-1, -1])
  })
})

describe('a grid that grows and changes', () => {
  const all = many(400, 37)

  it.each([
    ['without headings', options],
    ['with headings', byDay],
  ])('is the same laid out page by page as at once, %s', (_name, with_) => {
    const pages = inPages(all, 23)
    const layouter = new GridLayouter(with_)
    pages.forEach((_page, index) => {
      layouter.update(new PagedHits(pages.slice(0, index + 1)))
    })
    expect(contentOf(layouter.update(new PagedHits(pages)))).toEqual(contentOf(lay(all, with_)))
  })

  it.each<[string, (hits: SearchHit[]) => SearchHit[]]>([
    ['a picture comes first', (hits) => [makeHit(900, 2.1, 0), ...hits]],
    ['one is put into the middle', (hits) => hits.toSpliced(150, 0, makeHit(900, 0.7, 4))],
    ['the first of a day goes', (hits) => hits.toSpliced(37, 1)],
    ['the last goes', (hits) => hits.slice(0, -1)],
    ['a whole day goes', (hits) => hits.toSpliced(74, 37)],
    ['all go', () => []],
    ['one gets another shape', (hits) => hits.with(200, makeHit(201, 2.8, 5))],
    ['half is forgotten', (hits) => hits.slice(0, 200)],
  ])('is as laid out anew when %s', (_name, change) => {
    const pages = inPages(all, 50)
    for (const with_ of [options, byDay]) {
      const layouter = new GridLayouter(with_)
      layouter.update(new PagedHits(pages))
      const changed = change(all)
      expect(contentOf(layouter.update(new PagedHits(inPages(changed, 50))))).toEqual(
        contentOf(lay(changed, with_)),
      )
    }
  })

  it('stays the same object when cards change and nothing moves', () => {
    const layouter = new GridLayouter(byDay)
    const before = layouter.update(new PagedHits(inPages(all, 50)))
    const words = all.map((hit) => ({ ...hit, image: { ...hit.image, caption: 'Read now.' } }))
    expect(layouter.update(new PagedHits(inPages(words, 50)))).toBe(before)
  })

  it('looks only at the pages that came', () => {
    let looked = 0
    const groupOf = ({ image }: SearchHit) => {
      looked += 1
      return image.createdAt
    }
    const pages = inPages(many(10_000, 37), 500)
    const layouter = new GridLayouter({ ...byDay, groupOf })
    layouter.update(new PagedHits(pages.slice(0, -1)))
    looked = 0
    layouter.update(new PagedHits(pages))
    expect(looked).toBe(500)
  })
})
