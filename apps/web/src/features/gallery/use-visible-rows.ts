'use client'
/** Which rows are around the window. The page renders when that changes, not at every scroll event. */
import { useCallback, useSyncExternalStore } from 'react'
import type { GridLayout } from './grid-layout.ts'

/** Rows kept in the document above and below what is in sight. */
const OVERSCAN_ROWS = 3
/** More rows than there can be; two row numbers in one number are compared without making an object. */
const ROW_LIMIT = 2 ** 24

// Read when the window says so: to ask for it in the middle of a rendering makes the browser lay out the page.
const view = { top: 0, height: 0 }
const readView = () => {
  view.top = window.scrollY
  view.height = window.innerHeight
}

function subscribe(listener: () => void): () => void {
  const onChange = () => {
    readView()
    listener()
  }
  readView()
  window.addEventListener('scroll', onChange, { passive: true })
  window.addEventListener('resize', onChange)
  return () => {
    window.removeEventListener('scroll', onChange)
    window.removeEventListener('resize', onChange)
  }
}

/** The rows to render: `first` (inclusive) to `end` (exclusive). `top` is where the grid starts in the document. */
export function useVisibleRows(layout: GridLayout, top: number): { first: number; end: number } {
  const read = useCallback(() => {
    if (layout.rowCount === 0) return 0
    const first = Math.max(0, layout.rowAt(view.top - top) - OVERSCAN_ROWS)
    const end = Math.min(layout.rowCount, layout.rowAt(view.top - top + view.height) + 1 + OVERSCAN_ROWS)
    return first * ROW_LIMIT + end
  }, [layout, top])
  const range = useSyncExternalStore(subscribe, read, () => 0)
  return { first: Math.floor(range / ROW_LIMIT), end: range % ROW_LIMIT }
}

/** Scrolls as little as brings a row between what covers the top and the foot of the window. */
export function scrollToRow(
  layout: GridLayout,
  row: number,
  { top, coveredTop, coveredFoot }: { top: number; coveredTop: number; coveredFoot: number },
): void {
  const rowTop = top + layout.topOf(row)
  const rowBottom = top + layout.topOf(row + 1)
  const highest = rowTop - coveredTop
  const lowest = rowBottom + coveredFoot - window.innerHeight
  if (window.scrollY > highest || highest < lowest) window.scrollTo({ top: highest })
  else if (window.scrollY < lowest) window.scrollTo({ top: lowest })
}
