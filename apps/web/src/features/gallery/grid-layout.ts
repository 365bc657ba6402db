/** Where every picture of the grid stands. What is laid out stays: more pictures cost what they add, no more. */
import type { SearchHit } from '@vitrine/contracts'
import { GridItems, GridRows } from './grid-rows.ts'
import { clampAspect, heightOf, isBetterWithout, placeRow, type RowOptions } from './justified-layout.ts'
import type { PagedHits } from './paged-hits.ts'

export interface GridOptions extends RowOptions {
  /** Pixels of a heading. */
  headingHeight: number
  /** Pixels kept under each row, the gap to the next left out. */
  below: number
  /** The group of a picture, as a number; null for a grid without headings. */
  groupOf: ((hit: SearchHit) => number) | null
}

/** A row of pictures: `start` (inclusive) to `end` (exclusive) of the list, all `height` pixels high. */
export interface ImageRow {
  type: 'images'
  start: number
  end: number
  height: number
  lefts: readonly number[]
  widths: readonly number[]
}

/** A heading, before the picture at `start`. */
export interface HeadingRow {
  type: 'heading'
  start: number
}

export type LayoutRow = ImageRow | HeadingRow

/** The grid at one moment. Made by a `GridLayouter`, and good until its next `update`. */
export interface GridLayout {
  readonly rowCount: number
  readonly itemCount: number
  /** Pixels of the whole. */
  readonly height: number
  /** Null where there is no such row. */
  row(index: number): LayoutRow | null
  /** Pixels from the top of the grid; the row after the last is where the grid ends. */
  topOf(row: number): number
  /** The row that is `y` pixels from the top. */
  rowAt(y: number): number
  /** The row that holds a picture; -1 when none does. */
  rowOfItem(item: number): number
}

/** Lays out a list that grows and changes. One for each list and set of options. */
export class GridLayouter {
  readonly #options: GridOptions
  readonly #items = new GridItems()
  readonly #rows = new GridRows()
  #list: PagedHits | null = null
  #layout: GridLayout = this.#snapshot(0)

  constructor(options: GridOptions) {
    this.#options = options
  }

  /** The layout of this list; the same object when nothing moved. */
  update(list: PagedHits): GridLayout {
    if (list === this.#list || this.#options.width <= 0) return this.#layout
    const from = this.#takeIn(list)
    this.#list = list
    if (from < 0) return this.#layout
    this.#fill(this.#rewind(from), list.length)
    this.#layout = this.#snapshot(list.length)
    return this.#layout
  }

  /** Remembers shapes and groups; the first place where they are not what they were, -1 when all are. */
  #takeIn(list: PagedHits): number {
    const before = this.#list
    const known = this.#layout.itemCount
    const { aspects, groups } = this.#items
    let first = -1
    list.pages.forEach((page, at) => {
      const start = list.startOf(at)
      if (before?.pages[at] === page && before.startOf(at) === start) return
      page.hits.forEach((hit, offset) => {
        const index = start + offset
        const aspect = clampAspect(hit.image.width / hit.image.height)
        const group = this.#options.groupOf?.(hit) ?? 0
        const isSame = index < known && aspects.get(index) === aspect && groups.get(index) === group
        if (isSame) return
        if (first < 0) first = index
        aspects.set(index, aspect)
        groups.set(index, group)
      })
    })
    if (first < 0 && list.length < known) return list.length
    return first
  }

  /** Forgets the rows that the picture at `from` may change; the picture to go on with. */
  #rewind(from: number): number {
    if (from === 0 || this.#rows.count === 0) {
      this.#rows.cut(0)
      return 0
    }
    // A row is closed by what comes after it: the one that ends before `from` may now end elsewhere.
    const row = this.#rows.of(from - 1)
    this.#rows.cut(row)
    return this.#rows.start(row)
  }

  /**
   * Fills rows from left to right. A row is closed by the picture that brings its height nearest to the
   * target, then stretched to the full width; the last row of a group keeps the target height.
   */
  #fill(from: number, count: number): void {
    const { aspects, groups } = this.#items
    let start = from
    let sum = 0
    const close = (end: number, isLast: boolean) => {
      if (end > start) this.#pushImages(start, heightOf(sum, end - start, this.#options), isLast)
      start = end
      sum = 0
    }
    for (let index = from; index < count; index += 1) {
      const group = groups.get(index)
      if (this.#startsGroup(index, group)) {
        close(index, true)
        this.#pushHeading(index)
      }
      const aspect = aspects.get(index)
      if (index > start && isBetterWithout(sum, index - start, aspect, this.#options)) close(index, false)
      sum += aspect
      if (heightOf(sum, index + 1 - start, this.#options) <= this.#options.targetHeight)
        close(index + 1, false)
    }
    close(count, true)
  }

  #startsGroup(index: number, group: number): boolean {
    if (this.#options.groupOf === null) return false
    if (index > 0) return this.#items.groups.get(index - 1) !== group
    return this.#rows.count === 0
  }

  #pushHeading(start: number): void {
    // Where the layout goes on at the first picture of a group, its heading is there already.
    const last = this.#rows.count - 1
    if (last >= 0 && this.#rows.isHeading(last) && this.#rows.start(last) === start) return
    const room = this.#options.headingHeight
    this.#rows.push({ start, isHeading: true, height: 0, stretches: false, room })
  }

  #pushImages(start: number, full: number, isLast: boolean): void {
    const { targetHeight, gap, below } = this.#options
    const stretches = !isLast || full <= targetHeight
    const height = Math.max(1, Math.round(stretches ? full : targetHeight))
    this.#rows.push({ start, isHeading: false, height, stretches, room: height + gap + below })
  }

  #snapshot(itemCount: number): GridLayout {
    const rows = this.#rows
    const rowCount = rows.count
    const clampRow = (row: number) => Math.min(row, rowCount - 1)
    return {
      rowCount,
      itemCount,
      height: rows.total,
      row: (index) => (index >= 0 && index < rowCount ? this.#row(index, rowCount, itemCount) : null),
      topOf: (row) => rows.top(Math.min(row, rowCount)),
      rowAt: (y) => Math.max(0, clampRow(rows.at(y))),
      rowOfItem: (item) => (item >= 0 && item < itemCount ? clampRow(rows.of(item)) : -1),
    }
  }

  #row(index: number, rowCount: number, itemCount: number): LayoutRow {
    const rows = this.#rows
    const start = rows.start(index)
    if (rows.isHeading(index)) return { type: 'heading', start }
    const end = index + 1 < rowCount ? rows.start(index + 1) : itemCount
    const height = rows.height(index)
    const placed = placeRow(
      this.#items.aspects.slice(start, end),
      { height, stretches: rows.stretches(index) },
      this.#options,
    )
    return { type: 'images', start, end, height, ...placed }
  }
}
