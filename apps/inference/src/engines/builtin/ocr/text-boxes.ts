/** From the text detector's probability map to boxes around lines of text. */
import {
  type Corners,
  convexHull,
  cornersOf,
  fromTopLeft,
  isInside,
  minimumAreaRectangle,
  type Point,
} from './geometry.ts'

export interface ProbabilityMap {
  width: number
  height: number
  /** Row by row, 0..1. */
  data: Float32Array
}

export interface TextBoxThresholds {
  /** A pixel above this belongs to text. */
  pixel: number
  /** A box whose mean probability is below this is dropped. */
  box: number
  /** How far a box grows: the detector marks the core of a line only. */
  growth: number
}

/** A line's box on the map, corners from its top-left, clockwise on screen. */
export interface TextBox {
  corners: Corners
  score: number
}

const MIN_PIXELS = 6
const MIN_CORE_SIDE = 3
const MIN_BOX_SIDE = 5

/** Finds the connected stretches of text and puts a rectangle at the right angle around each. */
export function findTextBoxes(map: ProbabilityMap, thresholds: TextBoxThresholds): TextBox[] {
  const visited = new Uint8Array(map.width * map.height)
  const boxes: TextBox[] = []
  for (let start = 0; start < visited.length; start++) {
    if (visited[start] === 1 || (map.data[start] ?? 0) <= thresholds.pixel) continue
    const outline = floodFill(map, visited, start, thresholds.pixel)
    const box = outline && boxAround(map, outline, thresholds)
    if (box) boxes.push(box)
  }
  return boxes
}

/** The leftmost and rightmost edges of each row of the component at `start`; none when it is a speck. */
function floodFill(
  map: ProbabilityMap,
  visited: Uint8Array,
  start: number,
  threshold: number,
): Point[] | undefined {
  const { width, height, data } = map
  const rows = new Map<number, { left: number; right: number }>()
  const stack = [start]
  visited[start] = 1
  let count = 0
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const y = Math.floor(at / width)
    const x = at - y * width
    count++
    const row = rows.get(y)
    if (!row) rows.set(y, { left: x, right: x })
    else if (x < row.left) row.left = x
    else if (x > row.right) row.right = x
    for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++)
      for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
        const next = ny * width + nx
        if (visited[next] === 1 || (data[next] ?? 0) <= threshold) continue
        visited[next] = 1
        stack.push(next)
      }
  }
  if (count < MIN_PIXELS) return undefined
  return [...rows].flatMap(([y, { left, right }]): Point[] => [
    [left, y],
    [right + 1, y],
    [left, y + 1],
    [right + 1, y + 1],
  ])
}

function boxAround(
  map: ProbabilityMap,
  outline: readonly Point[],
  thresholds: TextBoxThresholds,
): TextBox | undefined {
  const core = minimumAreaRectangle(convexHull(outline))
  if (!core || Math.min(core.width, core.height) < MIN_CORE_SIDE) return undefined
  const score = meanInside(map, cornersOf(core))
  if (score < thresholds.box) return undefined
  const margin = (core.width * core.height * thresholds.growth) / (2 * (core.width + core.height))
  const grown = { ...core, width: core.width + 2 * margin, height: core.height + 2 * margin }
  if (Math.min(grown.width, grown.height) < MIN_BOX_SIDE) return undefined
  const clip = ([x, y]: Point): Point => [
    Math.min(map.width, Math.max(0, x)),
    Math.min(map.height, Math.max(0, y)),
  ]
  const [a, b, c, d] = fromTopLeft(cornersOf(grown))
  return { corners: [clip(a), clip(b), clip(c), clip(d)], score }
}

/** Mean probability over the pixels inside a rotated rectangle. */
function meanInside({ width, height, data }: ProbabilityMap, corners: Corners): number {
  const xs = corners.map(([x]) => x)
  const ys = corners.map(([, y]) => y)
  const right = Math.min(width - 1, Math.ceil(Math.max(...xs)))
  const bottom = Math.min(height - 1, Math.ceil(Math.max(...ys)))
  let sum = 0
  let count = 0
  for (let y = Math.max(0, Math.floor(Math.min(...ys))); y <= bottom; y++)
    for (let x = Math.max(0, Math.floor(Math.min(...xs))); x <= right; x++) {
      if (!isInside(corners, x, y)) continue
      sum += data[y * width + x] ?? 0
      count++
    }
  return count === 0 ? 0 : sum / count
}
