/** Where the arrow keys lead in a justified grid. */
import type { GridLayout, ImageRow } from './grid-layout.ts'

/** Rows that Page Up and Page Down jump over. */
const PAGE_ROWS = 4

/** The item a key leads to from `index`; null when the key does not move. */
export function moveByKey(key: string, index: number, layout: GridLayout): number | null {
  const count = layout.itemCount
  if (count === 0) return null
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, index - 1)
    case 'ArrowRight':
      return Math.min(count - 1, index + 1)
    case 'ArrowUp':
      return moveRows(index, -1, layout)
    case 'ArrowDown':
      return moveRows(index, 1, layout)
    case 'PageUp':
      return moveRows(index, -PAGE_ROWS, layout)
    case 'PageDown':
      return moveRows(index, PAGE_ROWS, layout)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}

/** The item of the row `by` rows away whose middle is nearest; headings are not counted. */
function moveRows(index: number, by: number, layout: GridLayout): number {
  const from = layout.rowOfItem(index)
  const row = layout.row(from)
  if (row?.type !== 'images') return index
  const column = index - row.start
  const middle = (row.lefts[column] ?? 0) + (row.widths[column] ?? 0) / 2
  const target = imageRowAt(layout, from, by)
  return target ? nearest(target, middle) : index
}

function imageRowAt(layout: GridLayout, from: number, by: number): ImageRow | null {
  const step = Math.sign(by)
  let found: ImageRow | null = null
  let left = Math.abs(by)
  for (let at = from + step; left > 0 && at >= 0 && at < layout.rowCount; at += step) {
    const row = layout.row(at)
    if (row?.type !== 'images') continue
    found = row
    left -= 1
  }
  return found
}

function nearest(row: ImageRow, middle: number): number {
  let best = 0
  let bestDistance = Number.POSITIVE_INFINITY
  row.lefts.forEach((left, column) => {
    const distance = Math.abs(left + (row.widths[column] ?? 0) / 2 - middle)
    if (distance < bestDistance) {
      best = column
      bestDistance = distance
    }
  })
  return row.start + best
}
