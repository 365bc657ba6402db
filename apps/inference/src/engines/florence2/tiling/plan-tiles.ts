/** Where to look closer: large pages are read again in overlapping tiles, each at the model's full size. */
import {
  type Box,
  boundingBox,
  type PerceptionSettings,
  type Size,
  type TextRegion,
} from '@vitrine/contracts'

/** A tile of this many pixels a side is shrunk little, or not at all, on its way to the model's 768. */
const TILE_PIXELS = 1024
/** Neighbours share this part of a tile, so that a line cut by one is whole in the other. */
const OVERLAP = 0.15
/** More tiles on one side bring no more text and take long. */
const MAX_TILES_A_SIDE = 4
/**
 * Below so many pixels of height at the model's size, letters run together. On generated pages (docs/measured.md)
 * tiles gain much up to an x-height of 3 pixels, which is a line of about 7, and cost some from 4 on.
 */
export const SMALL_LINE = 8
/** A handful of lines is a caption or a sign, not a page. */
const MIN_LINES = 4

export interface TilingFacts {
  /** Of the original, in pixels. */
  size: Size
  /** What the whole picture, read at once, has shown. */
  textRegions: readonly TextRegion[]
  /** The side of the model's square, in pixels. */
  modelSide: number
}

/** Tiles in reading order; none where a closer look brings nothing. */
export function planTiles(facts: TilingFacts, wish: PerceptionSettings['tiledOcr']): Box[] {
  if (wish === 'never' || !isLarger(facts)) return []
  if (wish === 'auto' && !hasSmallPrint(facts)) return []
  const columns = countTiles(facts.size.width)
  const rows = countTiles(facts.size.height)
  if (columns * rows < 2) return []
  return spread(rows).flatMap(({ start: y, length: height }) =>
    spread(columns).map(({ start: x, length: width }) => ({ x, y, width, height })),
  )
}

const isLarger = ({ size, modelSide }: TilingFacts) => Math.max(size.width, size.height) > modelSide * 1.5

/** Whether the usual line, squeezed to the model's square, is too low to be read well. */
function hasSmallPrint({ textRegions, modelSide }: TilingFacts): boolean {
  if (textRegions.length < MIN_LINES) return false
  const heights = textRegions.map(({ quad }) => boundingBox(quad).height * modelSide).sort((a, b) => a - b)
  return (heights[Math.floor(heights.length / 2)] ?? 0) < SMALL_LINE
}

/** How many tiles a side of so many pixels takes, with their overlaps. */
function countTiles(pixels: number): number {
  const step = TILE_PIXELS * (1 - OVERLAP)
  return Math.min(MAX_TILES_A_SIDE, 1 + Math.ceil(Math.max(0, pixels - TILE_PIXELS) / step))
}

/** So many parts of 0..1, each sharing `OVERLAP` of itself with the next. */
function spread(count: number): { start: number; length: number }[] {
  const length = 1 / (count - (count - 1) * OVERLAP)
  return Array.from({ length: count }, (_none, at) => ({
    start: Math.min(at * length * (1 - OVERLAP), 1 - length),
    length,
  }))
}
