/** Puts the text of tiles together again: no line twice, and lines that tiles have cut in one piece. */
import { type Box, boundingBox, type Point, quadFromPixels, type TextRegion } from '@vitrine/contracts'
import { groupRows } from '../../../facts/rows.ts'
import { stitchPieces } from './stitch-pieces.ts'

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
 * How well a line was seen, best first: whole in a tile; from afar, but large enough; with an end in the next tile;
 * from afar and small; cut through its letters.
 */
const VIEWS = ['whole', 'far', 'piece', 'far-and-small', 'sliced'] as const
type View = (typeof VIEWS)[number]

interface SeenLine {
  region: TextRegion
  view: View
}

/**
 * The tiles' lines in the picture's own places, then what only the look at the whole picture has shown, in reading
 * order. Of two readings of one line the better seen wins, then the longer, then the surer.
 * @param legibleHeight From this height on, as a share of the picture's, a line is read well from afar.
 */
export function mergeTiles(
  whole: readonly TextRegion[],
  tiles: readonly TileText[],
  legibleHeight: number,
): TextRegion[] {
  const close = tiles.flatMap(({ tile, textRegions }) =>
    textRegions.map((region): SeenLine => ({ region: inPicture(region, tile), view: viewIn(region, tile) })),
  )
  const far = whole.map((region): SeenLine => {
    const isLarge = boundingBox(region.quad).height >= legibleHeight
    return { region, view: isLarge ? 'far' : 'far-and-small' }
  })
  const best = [...close, ...far].sort(
    (a, b) =>
      VIEWS.indexOf(a.view) - VIEWS.indexOf(b.view) ||
      b.region.text.length - a.region.text.length ||
      (b.region.score ?? 0) - (a.region.score ?? 0),
  )
  const kept: SeenLine[] = []
  for (const line of best)
    if (!kept.some((other) => coverage(line.region, other.region) > SAME_LINE)) kept.push(line)
  const pieces = kept.filter(({ view }) => view === 'piece').map(({ region }) => region)
  const others = kept.filter(({ view }) => view !== 'piece').map(({ region }) => region)
  return groupRows([...others, ...stitchPieces(pieces)]).flat()
}

function inPicture(region: TextRegion, tile: Box): TextRegion {
  const place = ([x, y]: Point): [number, number] => [tile.x + x * tile.width, tile.y + y * tile.height]
  return { ...region, quad: quadFromPixels(region.quad.map(place), { width: 1, height: 1 }) }
}

function viewIn({ quad }: TextRegion, tile: Box): View {
  const { x, y, width, height } = boundingBox(quad)
  const isCutAbove = tile.y > 0 && y < CUT
  const isCutBelow = tile.y + tile.height < 0.999 && y + height > 1 - CUT
  if (isCutAbove || isCutBelow) return 'sliced'
  const isCutBefore = tile.x > 0 && x < CUT
  const isCutBehind = tile.x + tile.width < 0.999 && x + width > 1 - CUT
  return isCutBefore || isCutBehind ? 'piece' : 'whole'
}

/** How much of the smaller of two lines the other covers, 0..1. */
function coverage(a: TextRegion, b: TextRegion): number {
  const [first, second] = [boundingBox(a.quad), boundingBox(b.quad)]
  const width = Math.min(first.x + first.width, second.x + second.width) - Math.max(first.x, second.x)
  const height = Math.min(first.y + first.height, second.y + second.height) - Math.max(first.y, second.y)
  const smaller = Math.min(first.width * first.height, second.width * second.height)
  return width > 0 && height > 0 && smaller > 0 ? (width * height) / smaller : 0
}
