/** Rows of text as a person sees them: a label and its price beside it are one. */
import { boundingBox, type TextRegion } from '@vitrine/contracts'

/** From the top, each from the left: regions whose middles differ by less than half a region's height share a row. */
export function groupRows(textRegions: readonly TextRegion[]): TextRegion[][] {
  const placed = textRegions
    .map((region) => ({ region, box: boundingBox(region.quad) }))
    .sort((a, b) => middleOf(a.box) - middleOf(b.box))
  const rows: { middle: number; cells: typeof placed }[] = []
  for (const one of placed) {
    const middle = middleOf(one.box)
    const row = rows.at(-1)
    if (row && middle - row.middle < one.box.height / 2) row.cells.push(one)
    else rows.push({ middle, cells: [one] })
  }
  return rows.map(({ cells }) => cells.sort((a, b) => a.box.x - b.box.x).map(({ region }) => region))
}

/** How many lines a person would count. */
export const countRows = (textRegions: readonly TextRegion[]): number => groupRows(textRegions).length

const middleOf = ({ y, height }: { y: number; height: number }) => y + height / 2
