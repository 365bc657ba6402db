/** Boxes drawn by hand: from two points, moved, resized, by pointer or by key. Pure; all places 0..1. */
import type { Box, Point } from '@vitrine/contracts'

/** The corners a box is resized by. */
export type Corner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right'
export const CORNERS: readonly Corner[] = ['top-left', 'top-right', 'bottom-left', 'bottom-right']

/** No side gets shorter than this: what is smaller can't be seen, nor grasped. */
export const MIN_SIDE = 0.01
/** How far one press of an arrow key goes. */
export const STEP = 0.01
const LARGE_STEP = 0.1

/** Where a box is put that is placed by key. */
export const FIRST_BOX: Box = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 }

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))
/** A ten-thousandth of the picture is finer than any model, and keeps sums of steps tidy. */
const tidy = (value: number) => Math.round(value * 10_000) / 10_000

/** A point within an element as a share of it; one outside is brought to the edge. */
export function pointIn(
  frame: { left: number; top: number; width: number; height: number },
  at: { clientX: number; clientY: number },
): Point {
  return [
    clamp((at.clientX - frame.left) / frame.width, 0, 1),
    clamp((at.clientY - frame.top) / frame.height, 0, 1),
  ]
}

/** The box between two corners, whichever they are. */
export function boxBetween([x1, y1]: Point, [x2, y2]: Point): Box {
  const [x, y] = [Math.min(x1, x2), Math.min(y1, y2)]
  return { x: tidy(x), y: tidy(y), width: tidy(Math.abs(x2 - x1)), height: tidy(Math.abs(y2 - y1)) }
}

/** Whether a box is large enough to mean something: a mere click is not. */
export function isBox({ width, height }: Box): boolean {
  return width >= MIN_SIDE && height >= MIN_SIDE
}

/** Whether two boxes are at the same place; none is never the same as another. */
export function isSameBox(a: Box | null, b: Box | undefined): boolean {
  if (!a || !b) return false
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
}

/** The box elsewhere, as far as the picture goes. */
export function moveBox(box: Box, across: number, down: number): Box {
  return {
    ...box,
    x: tidy(clamp(box.x + across, 0, 1 - box.width)),
    y: tidy(clamp(box.y + down, 0, 1 - box.height)),
  }
}

/** The box with one corner at a point; pulled over the opposite one, it turns round. */
export function resizeBox(box: Box, corner: Corner, to: Point): Box {
  const opposite: Point = [
    corner.endsWith('left') ? box.x + box.width : box.x,
    corner.startsWith('top') ? box.y + box.height : box.y,
  ]
  const next = boxBetween(opposite, to)
  const [width, height] = [Math.max(MIN_SIDE, next.width), Math.max(MIN_SIDE, next.height)]
  return { x: tidy(Math.min(next.x, 1 - width)), y: tidy(Math.min(next.y, 1 - height)), width, height }
}

/** Grows or shrinks a box at its right and lower side. */
function growBox(box: Box, across: number, down: number): Box {
  return {
    ...box,
    width: tidy(clamp(box.width + across, MIN_SIDE, 1 - box.x)),
    height: tidy(clamp(box.height + down, MIN_SIDE, 1 - box.y)),
  }
}

const DIRECTIONS: Record<string, Point> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/**
 * What an arrow key makes of a box: it moves it, with Shift it grows or shrinks it, with Ctrl or Cmd in tenths
 * instead of hundredths. Null for other keys.
 */
export function boxAfterKey(
  box: Box,
  key: { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean },
): Box | null {
  const direction = DIRECTIONS[key.key]
  if (!direction) return null
  const step = key.ctrlKey || key.metaKey ? LARGE_STEP : STEP
  const [across, down] = [direction[0] * step, direction[1] * step]
  return key.shiftKey ? growBox(box, across, down) : moveBox(box, across, down)
}

/** "20 % from the left, 30 % from the top, 40 % wide, 10 % high". */
export function describeBox({ x, y, width, height }: Box): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`
  return `${percent(x)} from the left, ${percent(y)} from the top, ${percent(width)} wide, ${percent(height)} high`
}
