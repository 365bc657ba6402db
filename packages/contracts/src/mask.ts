/** Polygons as pixels: the mask of what was segmented. */
import type { Polygon, Size } from './geometry.ts'

/** A row's stretch of pixels that are inside: from `start` up to, not with, `end`. */
interface Stretch {
  start: number
  end: number
}

/**
 * Where one row of pixels lies inside a polygon: a pixel is inside when its middle is, by the even-odd rule, as
 * COCO's own tools fill their polygons.
 */
function stretchesOf(polygon: Polygon, { width, height }: Size, row: number): Stretch[] {
  const middle = row + 0.5
  const crossings: number[] = []
  for (const [index, [x1, y1]] of polygon.entries()) {
    const [x2, y2] = polygon[(index + 1) % polygon.length] ?? [x1, y1]
    const [top, bottom] = [y1 * height, y2 * height]
    if (top <= middle === bottom <= middle) continue
    crossings.push((x1 + ((middle - top) / (bottom - top)) * (x2 - x1)) * width)
  }
  crossings.sort((a, b) => a - b)
  const stretches: Stretch[] = []
  for (let index = 0; index + 1 < crossings.length; index += 2) {
    const start = Math.max(0, Math.ceil((crossings[index] ?? 0) - 0.5))
    const end = Math.min(width, Math.ceil((crossings[index + 1] ?? 0) - 0.5))
    if (end > start) stretches.push({ start, end })
  }
  return stretches
}

/**
 * Draws rows `from` up to, not with, `to` of a mask: a byte for each pixel, row by row, 255 inside any of the
 * polygons and 0 outside all. A part of the rows at a time, because a large picture has hundreds of millions.
 */
export function rasteriseMask(
  polygons: readonly Polygon[],
  size: Size,
  { from, to }: { from: number; to: number } = { from: 0, to: size.height },
): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(size.width * (to - from))
  for (const polygon of polygons) {
    const ys = polygon.map(([, y]) => y * size.height)
    const first = Math.max(from, Math.floor(Math.min(...ys)))
    const last = Math.min(to, Math.ceil(Math.max(...ys)))
    for (let row = first; row < last; row += 1)
      for (const { start, end } of stretchesOf(polygon, size, row))
        pixels.fill(255, (row - from) * size.width + start, (row - from) * size.width + end)
  }
  return pixels
}

/** The area of a polygon in square pixels, by the shoelace formula. */
export function polygonArea(polygon: Polygon, { width, height }: Size): number {
  let twice = 0
  for (const [index, [x1, y1]] of polygon.entries()) {
    const [x2, y2] = polygon[(index + 1) % polygon.length] ?? [x1, y1]
    twice += x1 * y2 - x2 * y1
  }
  return (Math.abs(twice) / 2) * width * height
}
