/** The order in which a person reads the lines of a page, whichever way the page is turned. */
import { orderRows, type PlacedLine } from './columns.ts'
import { type Corners, distance, type Point } from './geometry.ts'

/** A line that was read; corners clockwise in reading direction from the text's own top-left. */
export interface ReadLine {
  corners: Corners
  text: string
  score: number
}

/** Below this (about 0.7°) a page counts as straight: single lines' angles are noise. */
const MIN_SKEW = 0.012

/** The rows of a page from its top, each from its start; the page's direction is voted by the lines. */
export function groupIntoRows(lines: readonly ReadLine[]): ReadLine[][] {
  if (lines.length === 0) return []
  const angle = voteDirection(lines)
  const rows = orderRows(lines.map((line, index) => place(line, index, angle)))
  return rows.map((row) => row.flatMap((index) => lines[index] ?? []))
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

function place({ corners }: ReadLine, index: number, angle: number): PlacedLine {
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  const along = corners.map(([x, y]: Point) => x * cos + y * sin)
  const down = corners.map(([x, y]: Point) => y * cos - x * sin)
  const [a, b, , d] = corners
  return {
    index,
    left: Math.min(...along),
    right: Math.max(...along),
    middle: down.reduce((sum, value) => sum + value, 0) / 4,
    height: Math.max(1, Math.min(distance(a, d), distance(a, b))),
  }
}
