/** How one row of a justified grid is filled and where its pictures stand. Pure. */

/** Pictures beyond these are cropped by the grid: a panorama must not flatten its row, nor a receipt fill it. */
const MIN_ASPECT = 0.5
const MAX_ASPECT = 2.8

export interface RowOptions {
  /** Pixels from edge to edge. */
  width: number
  /** Row height to aim at, in pixels. */
  targetHeight: number
  /** Pixels between pictures. */
  gap: number
}

/** Where the pictures of a row stand, whole pixels. */
export interface PlacedRow {
  lefts: readonly number[]
  widths: readonly number[]
}

/** An aspect (width divided by height) that a row can hold; 1 where it is not known. */
export function clampAspect(aspect: number): number {
  return Number.isFinite(aspect) ? Math.min(MAX_ASPECT, Math.max(MIN_ASPECT, aspect)) : 1
}

/** The height at which `count` pictures with this sum of aspects fill the width. */
export function heightOf(sum: number, count: number, { width, gap }: RowOptions): number {
  return (width - gap * (count - 1)) / sum
}

/** Whether a row is nearer to its target height without the next picture than with it. */
export function isBetterWithout(sum: number, count: number, next: number, options: RowOptions): boolean {
  const without = heightOf(sum, count, options)
  const withNext = heightOf(sum + next, count + 1, options)
  if (withNext > options.targetHeight) return false
  return without / options.targetHeight < options.targetHeight / withNext
}

/** Places a row's pictures; one that does not stretch to the edge keeps `height`. */
export function placeRow(
  aspects: ArrayLike<number>,
  row: { height: number; stretches: boolean },
  options: RowOptions,
): PlacedRow {
  const all = Array.from(aspects)
  const sum = all.reduce((total, aspect) => total + aspect, 0)
  const exact = row.stretches ? heightOf(sum, all.length, options) : row.height
  const lefts: number[] = []
  const widths: number[] = []
  let edge = 0
  for (const aspect of all) {
    // Rounded edges instead of rounded widths: the errors do not add up, and rows end flush.
    const left = Math.round(edge)
    edge += aspect * exact
    lefts.push(left)
    widths.push(Math.max(1, Math.round(edge) - left))
    edge += options.gap
  }
  const lastWidth = options.width - (lefts.at(-1) ?? 0)
  if (row.stretches && widths.length > 0) widths[widths.length - 1] = Math.max(1, Math.round(lastWidth))
  return { lefts, widths }
}
