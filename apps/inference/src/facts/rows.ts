/** How many lines a person would count: a label and its price beside it are one. */
import { boundingBox, type TextRegion } from '@vitrine/contracts'

/** Regions whose middles differ by less than half a region's height stand in one row. */
export function countRows(textRegions: readonly TextRegion[]): number {
  const boxes = textRegions.map(({ quad }) => boundingBox(quad)).sort((a, b) => middleOf(a) - middleOf(b))
  let rows = 0
  let last = Number.NEGATIVE_INFINITY
  for (const box of boxes) {
    if (middleOf(box) - last < box.height / 2) continue
    rows += 1
    last = middleOf(box)
  }
  return rows
}

const middleOf = ({ y, height }: { y: number; height: number }) => y + height / 2
