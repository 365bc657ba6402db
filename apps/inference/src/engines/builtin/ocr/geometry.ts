/** Plane geometry for text boxes, in pixels. */

export type Point = readonly [number, number]
/** Four corners; their order is said where it matters. */
export type Corners = readonly [Point, Point, Point, Point]

/** A rectangle at any angle: centre, size along and across its unit direction `(ux, uy)`. */
export interface RotatedRectangle {
  cx: number
  cy: number
  width: number
  height: number
  ux: number
  uy: number
}

export const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1])

/** Positive when `a`, `b`, `c` turn left in a frame whose y points up. */
const cross = (a: Point, b: Point, c: Point) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

/** The convex hull, in order, without repeated points. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const half = (input: readonly Point[]): Point[] => {
    const chain: Point[] = []
    for (const point of input) {
      for (;;) {
        const last = chain.at(-1)
        const before = chain.at(-2)
        if (!last || !before || cross(before, last, point) > 0) break
        chain.pop()
      }
      chain.push(point)
    }
    chain.pop()
    return chain
  }
  return [...half(sorted), ...half(sorted.toReversed())]
}

/** The smallest rectangle around a convex hull: one of its sides lies on a side of the hull. */
export function minimumAreaRectangle(hull: readonly Point[]): RotatedRectangle | undefined {
  let best: RotatedRectangle | undefined
  hull.forEach((from, i) => {
    const to = hull[(i + 1) % hull.length] ?? from
    const length = distance(from, to)
    if (length === 0) return
    const candidate = rectangleAlong(hull, (to[0] - from[0]) / length, (to[1] - from[1]) / length)
    if (!best || candidate.width * candidate.height < best.width * best.height) best = candidate
  })
  return best
}

function rectangleAlong(points: readonly Point[], ux: number, uy: number): RotatedRectangle {
  let left = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  let top = Number.POSITIVE_INFINITY
  let bottom = Number.NEGATIVE_INFINITY
  for (const [x, y] of points) {
    const along = x * ux + y * uy
    const across = y * ux - x * uy
    left = Math.min(left, along)
    right = Math.max(right, along)
    top = Math.min(top, across)
    bottom = Math.max(bottom, across)
  }
  const along = (left + right) / 2
  const across = (top + bottom) / 2
  return {
    cx: along * ux - across * uy,
    cy: along * uy + across * ux,
    width: right - left,
    height: bottom - top,
    ux,
    uy,
  }
}

/** The corners of a rectangle, clockwise on screen, starting at no particular one. */
export function cornersOf({ cx, cy, width, height, ux, uy }: RotatedRectangle): Corners {
  const ax = (ux * width) / 2
  const ay = (uy * width) / 2
  const bx = (-uy * height) / 2
  const by = (ux * height) / 2
  return [
    [cx - ax - bx, cy - ay - by],
    [cx + ax - bx, cy + ay - by],
    [cx + ax + bx, cy + ay + by],
    [cx - ax + bx, cy - ay + by],
  ]
}

/** The same corners clockwise on screen from the one that is top-left. */
export function fromTopLeft(corners: Corners): Corners {
  const [a, b, c, d] = [...corners].sort((p, q) => p[0] - q[0])
  if (!a || !b || !c || !d) return corners
  const [topLeft, bottomLeft] = a[1] <= b[1] ? [a, b] : [b, a]
  const [topRight, bottomRight] = c[1] <= d[1] ? [c, d] : [d, c]
  return [topLeft, topRight, bottomRight, bottomLeft]
}

/** The corners renamed so that the one at `steps` comes first. */
export function turnCorners([a, b, c, d]: Corners, steps: 0 | 1 | 2 | 3): Corners {
  switch (steps) {
    case 0:
      return [a, b, c, d]
    case 1:
      return [b, c, d, a]
    case 2:
      return [c, d, a, b]
    case 3:
      return [d, a, b, c]
  }
}

/** Whether a point lies in a convex shape whose corners run clockwise on screen. */
export function isInside(corners: Corners, x: number, y: number): boolean {
  return corners.every((a, i) => {
    const b = corners[(i + 1) % 4] ?? a
    return (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]) >= -1e-6
  })
}
