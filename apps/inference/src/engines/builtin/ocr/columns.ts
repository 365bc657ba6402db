/** Columns of prose: read one to its end before the next. Tables and receipts stay in rows. */

/** A line in the page's own frame: x along the text, y down the page, in pixels. */
export interface PlacedLine {
  /** Its place in the caller's list. */
  index: number
  left: number
  right: number
  middle: number
  height: number
}

/** Lines wider than this share of the text go across columns. */
const SPANNING = 0.6
const MIN_LINES = 4
/** In line heights: shorter lines are labels and numbers, whose partners stand beside them. */
const MIN_PROSE_WIDTH = 10
/** In line heights: less is a space between words. */
const MIN_GAP = 0.8

/** The indices in reading order, row by row: rows of one column, then of the next. */
export function orderRows(lines: readonly PlacedLine[]): number[][] {
  const gutter = findGutter(lines)
  if (gutter === undefined) return groupRows(lines)
  const sorted = [...lines].sort((a, b) => a.middle - b.middle)
  const rows: number[][] = []
  let band: PlacedLine[] = []
  const flush = () => {
    rows.push(...orderRows(band.filter(({ right }) => right <= gutter)))
    rows.push(...orderRows(band.filter(({ left }) => left >= gutter)))
    band = []
  }
  for (const line of sorted) {
    if (line.right <= gutter || line.left >= gutter) band.push(line)
    else {
      flush()
      rows.push([line.index])
    }
  }
  flush()
  return rows
}

/** Lines of about the same height on the page, each row from its start. */
function groupRows(lines: readonly PlacedLine[]): number[][] {
  const rows: { middle: number; height: number; lines: PlacedLine[] }[] = []
  for (const line of [...lines].sort((a, b) => a.middle - b.middle)) {
    const row = rows.at(-1)
    if (row && Math.abs(line.middle - row.middle) < 0.5 * Math.min(line.height, row.height)) {
      row.lines.push(line)
      row.middle += (line.middle - row.middle) / row.lines.length
    } else rows.push({ middle: line.middle, height: line.height, lines: [line] })
  }
  return rows.map((row) => row.lines.sort((a, b) => a.left - b.left).map(({ index }) => index))
}

/** Where a gap runs down between two columns of prose; undefined when there is none. */
function findGutter(lines: readonly PlacedLine[]): number | undefined {
  const extent = Math.max(...lines.map(({ right }) => right)) - Math.min(...lines.map(({ left }) => left))
  const narrow = lines
    .filter(({ left, right }) => right - left < SPANNING * extent)
    .sort((a, b) => a.left - b.left)
  const height = medianOf(narrow.map((line) => line.height))
  let reach = Number.NEGATIVE_INFINITY
  for (const [i, line] of narrow.entries()) {
    const isGap = line.left - reach > MIN_GAP * height
    if (i > 0 && isGap && isProse(narrow.slice(0, i), height) && isProse(narrow.slice(i), height))
      return (reach + line.left) / 2
    reach = Math.max(reach, line.right)
  }
  return undefined
}

function isProse(lines: readonly PlacedLine[], height: number): boolean {
  const width = medianOf(lines.map(({ left, right }) => right - left))
  return lines.length >= MIN_LINES && width >= MIN_PROSE_WIDTH * height
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}
