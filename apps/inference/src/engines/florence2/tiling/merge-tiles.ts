/** Puts the text of tiles together again: no line twice, none cut in two. */
import {
  type Box,
  boundingBox,
  type Point,
  type Quad,
  quadFromPixels,
  type TextRegion,
} from '@vitrine/contracts'

export interface TileText {
  tile: Box
  /** Places within the tile, 0..1. */
  textRegions: readonly TextRegion[]
}

/** A line that comes this close to an inner edge of its tile, in shares of the tile, may have been cut by it. */
const CUT = 0.01
/** A line that is covered this much by another is the same line. */
const SAME_LINE = 0.5

/**
 * The tiles' lines in the picture's own places, then what only the look at the whole picture has shown, in
 * reading order. Of two readings of one line the one that is not cut wins, then the longer, then the surer.
 */
export function mergeTiles(whole: readonly TextRegion[], tiles: readonly TileText[]): TextRegion[] {
  const close = tiles.flatMap(({ tile, textRegions }) =>
    textRegions.map((region) => ({ region: inPicture(region, tile), isCut: isCut(region, tile) })),
  )
  const candidates = [...close, ...whole.map((region) => ({ region, isCut: false, isFar: true }))]
  candidates.sort(
    (a, b) => rankOf(a) - rankOf(b) || b.region.text.length - a.region.text.length || scoreOf(b) - scoreOf(a),
  )
  const kept: TextRegion[] = []
  for (const { region } of candidates)
    if (!kept.some((other) => coverage(region, other) > SAME_LINE)) kept.push(region)
  return inReadingOrder(kept)
}

interface Candidate {
  region: TextRegion
  isCut: boolean
  isFar?: boolean
}

/** Whole lines seen close first, then those seen from afar, then what a tile's edge may have cut. */
const rankOf = ({ isCut: cut, isFar = false }: Candidate) => (cut ? 2 : isFar ? 1 : 0)
const scoreOf = ({ region }: Candidate) => region.score ?? 0

function inPicture(region: TextRegion, tile: Box): TextRegion {
  const place = ([x, y]: Point): [number, number] => [tile.x + x * tile.width, tile.y + y * tile.height]
  return { ...region, quad: quadFromPixels(region.quad.map(place), { width: 1, height: 1 }) }
}

function isCut({ quad }: { quad: Quad }, tile: Box): boolean {
  const { x, y, width, height } = boundingBox(quad)
  const cutsLeft = tile.x > 0 && x < CUT
  const cutsTop = tile.y > 0 && y < CUT
  const cutsRight = tile.x + tile.width < 0.999 && x + width > 1 - CUT
  const cutsBottom = tile.y + tile.height < 0.999 && y + height > 1 - CUT
  return cutsLeft || cutsTop || cutsRight || cutsBottom
}

/** How much of the smaller of two lines the other covers, 0..1. */
function coverage(a: TextRegion, b: TextRegion): number {
  const [first, second] = [boundingBox(a.quad), boundingBox(b.quad)]
  const width = Math.min(first.x + first.width, second.x + second.width) - Math.max(first.x, second.x)
  const height = Math.min(first.y + first.height, second.y + second.height) - Math.max(first.y, second.y)
  const smaller = Math.min(first.width * first.height, second.width * second.height)
  return width > 0 && height > 0 && smaller > 0 ? (width * height) / smaller : 0
}

/** Row by row from the top; within a row from the left. */
function inReadingOrder(regions: readonly TextRegion[]): TextRegion[] {
  const lines = regions
    .map((region) => ({ region, box: boundingBox(region.quad) }))
    .sort((a, b) => a.box.y + a.box.height / 2 - (b.box.y + b.box.height / 2))
  const rows: { middle: number; cells: typeof lines }[] = []
  for (const line of lines) {
    const middle = line.box.y + line.box.height / 2
    const row = rows.at(-1)
    if (row && middle - row.middle < line.box.height / 2) row.cells.push(line)
    else rows.push({ middle, cells: [line] })
  }
  return rows.flatMap(({ cells }) => cells.sort((a, b) => a.box.x - b.box.x).map(({ region }) => region))
}
