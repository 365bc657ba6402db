/**
 * Places on an image. Everything that is stored or crosses a process is normalised:
 * 0..1 on both axes, origin at the top-left of the upright (EXIF-rotated) image.
 * The only conversions to and from pixels and to Florence-2's grid live here.
 */
import * as z from 'zod'

/** A share of the image's width or height. */
export const Unit = z.number().min(0).max(1)

/** A point as `[x, y]`. */
export const Point = z.tuple([Unit, Unit])
export type Point = z.infer<typeof Point>

/** An axis-aligned rectangle: its top-left corner and its size. */
export const Box = z.object({ x: Unit, y: Unit, width: Unit, height: Unit })
export type Box = z.infer<typeof Box>

/** Four corners, clockwise in reading direction from the text's own top-left: survives rotated text. */
export const Quad = z.tuple([Point, Point, Point, Point])
export type Quad = z.infer<typeof Quad>

/** A closed outline of three points or more. */
export const Polygon = z.array(Point).min(3)
export type Polygon = z.infer<typeof Polygon>

/** An image's size in pixels, upright. */
export const Size = z.object({ width: z.int().positive(), height: z.int().positive() })
export type Size = z.infer<typeof Size>

/** Florence-2 speaks of places on a grid of 1000 × 1000 bins (`<loc_0>` … `<loc_999>`). */
export const FLORENCE_GRID = 1000

const clampUnit = (value: number) => Math.min(1, Math.max(0, value))

/** Pixel corners (any order, may lie outside) to a Box clipped to the image. */
export function boxFromPixels(corners: { x0: number; y0: number; x1: number; y1: number }, size: Size): Box {
  const left = clampUnit(Math.min(corners.x0, corners.x1) / size.width)
  const top = clampUnit(Math.min(corners.y0, corners.y1) / size.height)
  const right = clampUnit(Math.max(corners.x0, corners.x1) / size.width)
  const bottom = clampUnit(Math.max(corners.y0, corners.y1) / size.height)
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** A Box in pixels, unrounded. */
export function boxToPixels(box: Box, size: Size): { x: number; y: number; width: number; height: number } {
  return {
    x: box.x * size.width,
    y: box.y * size.height,
    width: box.width * size.width,
    height: box.height * size.height,
  }
}

/** Pixel points, in order from the text's top-left, to a Quad clipped to the image. */
export function quadFromPixels(points: readonly [number, number][], size: Size): Quad {
  return Quad.parse(points.map(([x, y]) => [clampUnit(x / size.width), clampUnit(y / size.height)]))
}

/** The smallest Box around any points; at least one is needed. */
export function boundingBox(points: readonly Point[]): Box {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  const x = Math.min(...xs)
  const y = Math.min(...ys)
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

/** Intersection over union, 0..1. */
export function intersectionOverUnion(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  if (width <= 0 || height <= 0) return 0
  const shared = width * height
  return shared / (a.width * a.height + b.width * b.height - shared)
}

/** The Florence-2 bin (0..999) that holds a normalised coordinate. */
export function toFlorenceBin(value: number): number {
  return Math.min(FLORENCE_GRID - 1, Math.max(0, Math.floor(value * FLORENCE_GRID)))
}

/** The normalised coordinate at the middle of a Florence-2 bin. */
export function fromFlorenceBin(bin: number): number {
  return clampUnit((bin + 0.5) / FLORENCE_GRID)
}
