/** Where each picture of a justified grid stands. Pure, and fast enough to be redone for 100,000 pictures. */

/** Pictures beyond these are cropped by the grid: a panorama must not flatten its row, nor a receipt fill it. */
const MIN_ASPECT = 0.5
const MAX_ASPECT = 2.8

export interface LayoutItem {
  /** Width divided by height. */
  aspect: number
  /** Items of one group stand together under a heading; the group changes where this does. */
  group?: string
}

export interface LayoutOptions {
  /** Pixels from edge to edge. */
  width: number
  /** Row height to aim at, in pixels. */
  targetHeight: number
  /** Pixels between pictures. */
  gap: number
}

/** A row of pictures: `start` (inclusive) to `end` (exclusive) of the items, all `height` pixels high. */
export interface ImageRow {
  type: 'images'
  start: number
  end: number
  height: number
  /** Left edge of each picture, whole pixels. */
  lefts: readonly number[]
  /** Width of each picture, whole pixels. */
  widths: readonly number[]
}

/** A heading, before the item at `start`. */
export interface HeadingRow {
  type: 'heading'
  start: number
  group: string
}

export type LayoutRow = ImageRow | HeadingRow

const clampAspect = (aspect: number) =>
  Number.isFinite(aspect) ? Math.min(MAX_ASPECT, Math.max(MIN_ASPECT, aspect)) : 1

/**
 * Fills rows from left to right. A row is closed by the picture that brings its height nearest to the
 * target, then stretched to the full width; the last row of a group keeps the target height.
 */
export function layoutRows(items: readonly LayoutItem[], options: LayoutOptions): LayoutRow[] {
  const rows: LayoutRow[] = []
  if (options.width <= 0) return rows
  let start = 0
  let aspects: number[] = []
  let group: string | undefined

  const close = (end: number, isLast: boolean) => {
    if (aspects.length > 0) rows.push(placeRow(aspects, { start, end, isLast }, options))
    start = end
    aspects = []
  }

  items.forEach((item, index) => {
    if (item.group !== group) {
      close(index, true)
      group = item.group
      if (group !== undefined) rows.push({ type: 'heading', start: index, group })
    }
    const aspect = clampAspect(item.aspect)
    if (aspects.length > 0 && isBetterWithout(aspects, aspect, options)) close(index, false)
    aspects.push(aspect)
    if (heightOf(aspects, options) <= options.targetHeight) close(index + 1, false)
  })
  close(items.length, true)
  return rows
}

/** The height at which these pictures fill the width. */
function heightOf(aspects: readonly number[], { width, gap }: LayoutOptions): number {
  const sum = aspects.reduce((total, aspect) => total + aspect, 0)
  return (width - gap * (aspects.length - 1)) / sum
}

/** Whether the row is nearer to its target height without the next picture than with it. */
function isBetterWithout(aspects: readonly number[], next: number, options: LayoutOptions): boolean {
  const without = heightOf(aspects, options)
  const withNext = heightOf([...aspects, next], options)
  if (withNext > options.targetHeight) return false
  return without / options.targetHeight < options.targetHeight / withNext
}

function placeRow(
  aspects: readonly number[],
  row: { start: number; end: number; isLast: boolean },
  options: LayoutOptions,
): ImageRow {
  const full = heightOf(aspects, options)
  const stretches = !row.isLast || full <= options.targetHeight
  const height = Math.max(1, Math.round(stretches ? full : options.targetHeight))
  const lefts: number[] = []
  const widths: number[] = []
  let edge = 0
  for (const aspect of aspects) {
    // Rounded edges instead of rounded widths: the errors do not add up, and rows end flush.
    const left = Math.round(edge)
    edge += aspect * (stretches ? full : height)
    lefts.push(left)
    widths.push(Math.max(1, Math.round(edge) - left))
    edge += options.gap
  }
  const lastWidth = options.width - (lefts.at(-1) ?? 0)
  if (stretches) widths[widths.length - 1] = Math.max(1, Math.round(lastWidth))
  return { type: 'images', start: row.start, end: row.end, height, lefts, widths }
}

/** The row that holds an item; -1 when none does. */
export function rowOfItem(rows: readonly LayoutRow[], index: number): number {
  let low = 0
  let high = rows.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const row = rows[middle]
    if (!row) return -1
    const end = row.type === 'heading' ? row.start : row.end
    if (row.type === 'images' && index >= row.start && index < row.end) return middle
    if (index < row.start || (row.type === 'images' && index < end)) high = middle - 1
    else low = middle + 1
  }
  return -1
}
