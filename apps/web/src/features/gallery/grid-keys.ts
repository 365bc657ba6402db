/** Where the arrow keys lead in a justified grid. */
import { type ImageRow, type LayoutRow, rowOfItem } from './justified-layout.ts'

/** Rows that Page Up and Page Down jump over. */
const PAGE_ROWS = 4

/** The item a key leads to from `index`; null when the key does not move. */
export function moveByKey(key: string, index: number, rows: readonly LayoutRow[]): number | null {
  const count = itemCount(rows)
  if (count === 0) return null
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, index - 1)
    case 'ArrowRight':
      return Math.min(count - 1, index + 1)
    case 'ArrowUp':
      return moveRows(index, -1, rows)
    case 'ArrowDown':
      return moveRows(index, 1, rows)
    case 'PageUp':
      return moveRows(index, -PAGE_ROWS, rows)
    case 'PageDown':
      return moveRows(index, PAGE_ROWS, rows)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}

function itemCount(rows: readonly LayoutRow[]): number {
  const last = rows.at(-1)
  return last?.type === 'images' ? last.end : 0
}

/** The item of the row `by` rows away whose middle is nearest; headings are not counted. */
function moveRows(index: number, by: number, rows: readonly LayoutRow[]): number {
  const from = rowOfItem(rows, index)
  const row = rows[from]
  if (row?.type !== 'images') return index
  const column = index - row.start
  const middle = (row.lefts[column] ?? 0) + (row.widths[column] ?? 0) / 2
  const target = imageRowAt(rows, from, by)
  return target ? nearest(target, middle) : index
}

function imageRowAt(rows: readonly LayoutRow[], from: number, by: number): ImageRow | null {
  const step = Math.sign(by)
  let found: ImageRow | null = null
  let left = Math.abs(by)
  for (let at = from + step; left > 0 && at >= 0 && at < rows.length; at += step) {
    const row = rows[at]
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
