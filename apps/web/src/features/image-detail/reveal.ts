/** Brings a place of the picture into view: where the stage must stand for it to be seen. */
import type { Box } from '@vitrine/contracts'
import type { ReactZoomPanPinchContentRef } from 'react-zoom-pan-pinch'
import type { Room } from './overlay-geometry.ts'

/** How the picture stands in its frame, in CSS pixels: its top-left corner and its zoom. */
export interface StageView {
  scale: number
  x: number
  y: number
}

interface StageSizes {
  /** The frame. */
  room: Room
  /** The picture at zoom 1. */
  shown: Room
  maxScale: number
}

/** Smaller than this on screen, in CSS pixels, a place can hardly be made out. */
const READABLE = 40
/** What such a place grows to. */
const COMFORTABLE = 160
const ANIMATION_MS = 250

/** Where one side of the picture starts so that `middle` is central, without leaving a gap it need not leave. */
function startOf(room: number, content: number, middle: number): number {
  if (content <= room) return (room - content) / 2
  return Math.min(0, Math.max(room - content, room / 2 - middle))
}

/** The view that shows `place` (0..1 of the picture) well; null when the present one does. Pure. */
export function viewOf(place: Box, now: StageView, { room, shown, maxScale }: StageSizes): StageView | null {
  const side = Math.max(place.width * shown.width, place.height * shown.height)
  if (side === 0 || room.width === 0 || room.height === 0) return null
  const left = now.x + place.x * shown.width * now.scale
  const top = now.y + place.y * shown.height * now.scale
  const isInside =
    left >= 0 &&
    top >= 0 &&
    left + place.width * shown.width * now.scale <= room.width &&
    top + place.height * shown.height * now.scale <= room.height
  const isReadable = side * now.scale >= READABLE
  if (isInside && isReadable) return null
  const largest = Math.min(
    maxScale,
    room.width / (place.width * shown.width),
    room.height / (place.height * shown.height),
  )
  const scale = Math.max(1, Math.min(largest, isReadable ? now.scale : COMFORTABLE / side))
  return {
    scale,
    x: startOf(room.width, shown.width * scale, (place.x + place.width / 2) * shown.width * scale),
    y: startOf(room.height, shown.height * scale, (place.y + place.height / 2) * shown.height * scale),
  }
}

/** Moves the stage so that `place` is seen, gently where motion is welcome. */
export function reveal(stage: ReactZoomPanPinchContentRef, place: Box): void {
  const { wrapperComponent, contentComponent, props } = stage.instance
  if (!wrapperComponent || !contentComponent) return
  // On a phone the picture may be scrolled away above the list.
  wrapperComponent.scrollIntoView({ block: 'nearest' })
  const { scale, positionX, positionY } = stage.state
  const view = viewOf(
    place,
    { scale, x: positionX, y: positionY },
    {
      room: { width: wrapperComponent.clientWidth, height: wrapperComponent.clientHeight },
      shown: { width: contentComponent.offsetWidth, height: contentComponent.offsetHeight },
      maxScale: props.maxScale ?? 8,
    },
  )
  if (!view) return
  const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  void stage.setTransform(view.x, view.y, view.scale, isStill ? 0 : ANIMATION_MS)
}
