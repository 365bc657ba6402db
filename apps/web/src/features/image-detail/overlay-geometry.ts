/** Where overlays stand: from normalised places to pixels of the picture as it is shown at scale 1. */
import type { Box, Quad, Size } from '@vitrine/contracts'

/** A width and height in CSS pixels; zero while nothing is measured. */
export interface Room {
  width: number
  height: number
}

/** The largest size of `picture`'s shape that fits into `room`; small pictures grow to at most twice their size. */
export function fitInto(picture: Size, room: Room): Room {
  const scale = Math.min(room.width / picture.width, room.height / picture.height, 2)
  if (scale <= 0) return { width: 0, height: 0 }
  return { width: picture.width * scale, height: picture.height * scale }
}

/** How far zooming goes: four screen pixels for each of the picture's, and at least eight times the fit. */
export function maxZoom(picture: Size, shown: Room): number {
  if (shown.width === 0) return 8
  return Math.max(8, (4 * picture.width) / shown.width)
}

/** A quad as the `points` of an SVG polygon. */
export function quadPoints(quad: Quad, shown: Room): string {
  return quad.map(([x, y]) => `${round(x * shown.width)},${round(y * shown.height)}`).join(' ')
}

/** A box in shown pixels. */
export function placeBox(box: Box, shown: Room): { x: number; y: number; width: number; height: number } {
  return {
    x: round(box.x * shown.width),
    y: round(box.y * shown.height),
    width: round(box.width * shown.width),
    height: round(box.height * shown.height),
  }
}

/** A line of text laid along its quad: the top-left corner, the length, the height, and the turn in degrees. */
export interface TextPlacement {
  x: number
  y: number
  length: number
  height: number
  angle: number
}

/** Lays a line along the quad's top edge; the height is the mean of its two short edges. */
export function placeText(quad: Quad, shown: Room): TextPlacement {
  const [topLeft, topRight, bottomRight, bottomLeft] = quad.map(([x, y]) => ({
    x: x * shown.width,
    y: y * shown.height,
  }))
  if (!topLeft || !topRight || !bottomRight || !bottomLeft)
    return { x: 0, y: 0, length: 0, height: 0, angle: 0 }
  const along = { x: topRight.x - topLeft.x, y: topRight.y - topLeft.y }
  const left = Math.hypot(bottomLeft.x - topLeft.x, bottomLeft.y - topLeft.y)
  const right = Math.hypot(bottomRight.x - topRight.x, bottomRight.y - topRight.y)
  return {
    x: round(topLeft.x),
    y: round(topLeft.y),
    length: round(Math.hypot(along.x, along.y)),
    height: round((left + right) / 2),
    angle: round((Math.atan2(along.y, along.x) * 180) / Math.PI),
  }
}

/** The horizontal stretch that makes text of `naturalWidth` fill `length`; 1 where either is unknown. */
export function stretchFor(length: number, naturalWidth: number): number {
  return length > 0 && naturalWidth > 0 ? length / naturalWidth : 1
}

/** Whether a finding is shown at this threshold; one without a score always is. */
export function passesThreshold(score: number | null, threshold: number): boolean {
  return score === null || score >= threshold
}

/** The share of full resolution on screen, as a percentage: 100 is one screen pixel for each of the picture's. */
export function zoomPercent(picture: Size, shown: Room, scale: number): number {
  return shown.width === 0 ? 100 : Math.round((scale * shown.width * 100) / picture.width)
}

/** A hundredth of a pixel is finer than any screen and keeps the markup short. */
const round = (value: number) => Math.round(value * 100) / 100
