/** A line that runs over several tiles comes in pieces that share what lies in both: made one again. */
import { type Box, boundingBox, type TextRegion } from '@vitrine/contracts'

/** Pieces of one line share most of their height. */
const SAME_ROW = 0.5
/** The same word, placed by its share of the letters, may be this far apart in two pieces, as a share of the picture. */
const SAME_PLACE = 0.04

/** From left to right; pieces that meet no other stay as they are. */
export function stitchPieces(pieces: readonly TextRegion[]): TextRegion[] {
  const sorted = [...pieces].sort((a, b) => boundingBox(a.quad).x - boundingBox(b.quad).x)
  const lines: TextRegion[] = []
  for (const piece of sorted) {
    const at = lines.findIndex((line) => meet(boundingBox(line.quad), boundingBox(piece.quad)))
    const line = lines[at]
    if (line) lines[at] = join(line, piece)
    else lines.push(piece)
  }
  return lines
}

/** Whether `right` goes on where `left` ends, on the same row. */
function meet(left: Box, right: Box): boolean {
  const end = left.x + left.width
  if (right.x > end || right.x + right.width <= end) return false
  const shared = Math.min(left.y + left.height, right.y + right.height) - Math.max(left.y, right.y)
  return shared > SAME_ROW * Math.min(left.height, right.height)
}

interface PlacedWord {
  text: string
  /** Of its middle, as a share of the picture's width. */
  x: number
}

function join(left: TextRegion, right: TextRegion): TextRegion {
  const [a, b] = [boundingBox(left.quad), boundingBox(right.quad)]
  const [first, second] = [placeWords(left.text, a), placeWords(right.text, b)]
  const middle = (a.x + a.width + b.x) / 2
  const seam = findSeam(first, second, middle)
  const words = seam
    ? [...first.slice(0, seam.left + 1), ...second.slice(seam.right + 1)]
    : [...first.filter(({ x }) => x < middle), ...second.filter(({ x }) => x >= middle)]
  const [topLeft, , , bottomLeft] = left.quad
  const [, topRight, bottomRight] = right.quad
  return {
    text: words.map(({ text }) => text).join(' '),
    quad: [topLeft, topRight, bottomRight, bottomLeft],
    ...(left.score === undefined || right.score === undefined
      ? {}
      : { score: Math.min(left.score, right.score) }),
  }
}

/** The word that both pieces have, nearest to the middle of what they share. */
function findSeam(
  first: readonly PlacedWord[],
  second: readonly PlacedWord[],
  middle: number,
): { left: number; right: number } | null {
  let best: { left: number; right: number; distance: number } | null = null
  for (const [left, one] of first.entries()) {
    for (const [right, other] of second.entries()) {
      if (one.text.toLowerCase() !== other.text.toLowerCase() || Math.abs(one.x - other.x) > SAME_PLACE)
        continue
      const distance = Math.abs((one.x + other.x) / 2 - middle)
      if (best === null || distance < best.distance) best = { left, right, distance }
    }
  }
  return best
}

/** Every word with its place, as far as its share of the letters tells. */
function placeWords(text: string, { x, width }: Box): PlacedWord[] {
  return [...text.matchAll(/\S+/g)].map((match) => ({
    text: match[0],
    x: x + (width * (match.index + match[0].length / 2)) / text.length,
  }))
}
