/** A view of a picture: how near, and around which point. Several pictures can share one. Pure. */
import type { Room } from '../image-detail/overlay-geometry.ts'

export interface View {
  /** 1: the whole picture fits. */
  scale: number
  /** The point in the middle, as a share of the picture's width and height. */
  x: number
  y: number
}

export const WHOLE_VIEW: View = { scale: 1, x: 0.5, y: 0.5 }
export const MAX_SCALE = 16
/** What a press of a button or a key zooms by. */
export const ZOOM_STEP = 1.5

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))

/** The middle that leaves no room empty beside the picture; half of it where all of the picture is in sight. */
function middle(at: number, pictureLength: number, roomLength: number): number {
  if (pictureLength <= roomLength) return 0.5
  const margin = roomLength / 2 / pictureLength
  return clamp(at, margin, 1 - margin)
}

/** Where the picture's upper left corner is, in pixels of the room. `shown`: the picture's size at scale 1. */
export function placeView({ scale, x, y }: View, shown: Room, room: Room): { left: number; top: number } {
  const [width, height] = [shown.width * scale, shown.height * scale]
  return {
    left: room.width / 2 - middle(x, width, room.width) * width,
    top: room.height / 2 - middle(y, height, room.height) * height,
  }
}

/** Nearer or farther; the point under `at` (pixels from the room's middle) stays where it is. */
export function zoomView(view: View, factor: number, shown: Room, at = { x: 0, y: 0 }): View {
  const scale = clamp(view.scale * factor, 1, MAX_SCALE)
  if (scale === 1 || shown.width === 0 || shown.height === 0) return { ...WHOLE_VIEW, scale }
  const stay = (middleAt: number, offset: number, length: number) =>
    clamp(middleAt + offset / (length * view.scale) - offset / (length * scale), 0, 1)
  return { scale, x: stay(view.x, at.x, shown.width), y: stay(view.y, at.y, shown.height) }
}

/** Moves the picture by so many pixels of the room. */
export function panView(view: View, by: { x: number; y: number }, shown: Room, room: Room): View {
  if (shown.width === 0 || shown.height === 0) return view
  const [width, height] = [shown.width * view.scale, shown.height * view.scale]
  return {
    ...view,
    x: middle(middle(view.x, width, room.width) - by.x / width, width, room.width),
    y: middle(middle(view.y, height, room.height) - by.y / height, height, room.height),
  }
}

/** How far an arrow key moves, as a share of the room. */
const ARROW = 0.1
const ARROWS: Record<string, { x: number; y: number } | undefined> = {
  ArrowLeft: { x: ARROW, y: 0 },
  ArrowRight: { x: -ARROW, y: 0 },
  ArrowUp: { x: 0, y: ARROW },
  ArrowDown: { x: 0, y: -ARROW },
}

/** The view after a key; null for one that means nothing here. */
export function viewAfterKey(view: View, key: string, shown: Room, room: Room): View | null {
  const arrow = ARROWS[key]
  if (arrow) return panView(view, { x: arrow.x * room.width, y: arrow.y * room.height }, shown, room)
  if (key === '+' || key === '=') return zoomView(view, ZOOM_STEP, shown)
  if (key === '-') return zoomView(view, 1 / ZOOM_STEP, shown)
  return key === '0' ? WHOLE_VIEW : null
}
