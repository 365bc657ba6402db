/** The order in which a person reads the lines of a page, whichever way the page is turned. */
import { type Corners, distance, type Point } from './geometry.ts'

/** A line that was read; corners clockwise in reading direction from the text's own top-left. */
export interface ReadLine {
  corners: Corners
  text: string
  score: number
}

/** A line in the page's own frame: x along the text, y down the page, in pixels. */
interface PlacedLine {
  line: ReadLine
  left: number
  right: number
  middle: number
  height: number
}

/** Below this (about 0.7°) a page counts as straight: single lines' angles are noise. */
const MIN_SKEW = 0.012

/** Sorts into rows from the top of the page, each from its start; the page's direction is voted by the lines. */
export function sortInReadingOrder(lines: readonly ReadLine[]): ReadLine[] {
  return groupIntoRows(lines).flat()
}

/** The rows of a page, in reading order. */
export function groupIntoRows(lines: readonly ReadLine[]): ReadLine[][] {
  const angle = voteDirection(lines)
  const placed = lines.map((line) => place(line, angle)).sort((a, b) => a.middle - b.middle)
  const rows: { middle: number; height: number; lines: PlacedLine[] }[] = []
  for (const line of placed) {
    const row = rows.at(-1)
    if (row && Math.abs(line.middle - row.middle) < 0.5 * Math.min(line.height, row.height)) {
      row.lines.push(line)
      row.middle += (line.middle - row.middle) / row.lines.length
    } else rows.push({ middle: line.middle, height: line.height, lines: [line] })
  }
  return rows.map((row) => row.lines.sort((a, b) => a.left - b.left).map(({ line }) => line))
}

/** The direction of the text in radians, 0 for left to right: the weighted median of the lines' own. */
export function voteDirection(lines: readonly ReadLine[]): number {
  const votes = lines.map(({ corners: [start, end], text }) => ({
    angle: Math.atan2(end[1] - start[1], end[0] - start[0]),
    // A single letter's box says little of its angle, a long line's much.
    weight: text.length > 2 ? distance(start, end) ** 2 : distance(start, end),
  }))
  const quarter = winner(
    votes.map((vote) => ({ ...vote, turns: Math.round(vote.angle / (Math.PI / 2)) & 3 })),
  )
  const near = votes
    .map(({ angle, weight }) => ({ skew: wrap(angle - quarter * (Math.PI / 2)), weight }))
    .filter(({ skew }) => Math.abs(skew) < Math.PI / 4)
    .sort((a, b) => a.skew - b.skew)
  const half = near.reduce((sum, { weight }) => sum + weight, 0) / 2
  let passed = 0
  for (const { skew, weight } of near) {
    passed += weight
    if (passed >= half) return quarter * (Math.PI / 2) + (Math.abs(skew) < MIN_SKEW ? 0 : skew)
  }
  return 0
}

function winner(votes: readonly { turns: number; weight: number }[]): number {
  const totals = [0, 0, 0, 0]
  for (const { turns, weight } of votes) totals[turns] = (totals[turns] ?? 0) + weight
  return totals.indexOf(Math.max(...totals))
}

/** An angle brought to -π..π. */
const wrap = (angle: number) => Math.atan2(Math.sin(angle), Math.cos(angle))

function place(line: ReadLine, angle: number): PlacedLine {
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  const along = line.corners.map(([x, y]: Point) => x * cos + y * sin)
  const down = line.corners.map(([x, y]: Point) => y * cos - x * sin)
  const [a, b, , d] = line.corners
  return {
    line,
    left: Math.min(...along),
    right: Math.max(...along),
    middle: down.reduce((sum, value) => sum + value, 0) / 4,
    height: Math.max(1, Math.min(distance(a, d), distance(a, b))),
  }
}
