'use client'
/** A picture to go near to: by wheel, by hand, by key. What is lit stays lit. */
import type { ImageDetail } from '@vitrine/contracts'
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react'
import { fitInto } from '../image-detail/overlay-geometry.ts'
import { Picture } from '../image-detail/picture.tsx'
import { useRoom } from '../image-detail/use-room.ts'
import { PlaceDrawing } from '../tools/place-drawing.tsx'
import { useLitMarks } from './lit-picture.tsx'
import { panView, placeView, type View, viewAfterKey, zoomView } from './zoom.ts'

/** Full resolution is fetched from this zoom on: below it the preview is as sharp as the screen. */
const FULL_FROM = 1.2
/** How much a pixel of the wheel zooms. */
const WHEEL = 0.002

interface EnlargedPictureProps {
  image: ImageDetail
  view: View
  onView: (view: View) => void
}

const isPinch = (event: WheelEvent) => event.ctrlKey || event.metaKey

export function EnlargedPicture({ image, view, onView }: EnlargedPictureProps) {
  const frame = useRef<HTMLDivElement>(null)
  const hand = useRef<{ x: number; y: number } | null>(null)
  const room = useRoom(frame)
  const shown = fitInto(image, room)
  const { marks, highlights } = useLitMarks(image.id)
  const { left, top } = placeView(view, shown, room)

  const latest = useRef({ view, shown, onView })
  latest.current = { view, shown, onView }
  useEffect(() => {
    const box = frame.current
    if (!box) return
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const { left: x, top: y, width, height } = box.getBoundingClientRect()
      const at = { x: event.clientX - x - width / 2, y: event.clientY - y - height / 2 }
      const now = latest.current
      const factor = Math.exp(-event.deltaY * WHEEL * (isPinch(event) ? 4 : 1))
      // Several turns of the wheel may come before the next drawing.
      const next = zoomView(now.view, factor, now.shown, at)
      latest.current = { ...now, view: next }
      now.onView(next)
    }
    // React's own listener can't keep the page from scrolling.
    box.addEventListener('wheel', onWheel, { passive: false })
    return () => box.removeEventListener('wheel', onWheel)
  }, [])

  const hands = {
    onPointerDown: (event: PointerEvent) => {
      if (!event.isPrimary || event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      hand.current = { x: event.clientX, y: event.clientY }
    },
    onPointerMove: (event: PointerEvent) => {
      if (!hand.current) return
      const by = { x: event.clientX - hand.current.x, y: event.clientY - hand.current.y }
      hand.current = { x: event.clientX, y: event.clientY }
      onView(panView(view, by, shown, room))
    },
    onPointerUp: () => {
      hand.current = null
    },
    onPointerCancel: () => {
      hand.current = null
    },
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = viewAfterKey(view, event.key, shown, room)
    if (!next || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    onView(next)
  }
  const style: CSSProperties & Record<'--zoom', number> = {
    width: shown.width,
    height: shown.height,
    transform: `translate(${left}px, ${top}px) scale(${view.scale})`,
    '--zoom': view.scale,
  }
  return (
    <div
      ref={frame}
      className="relative min-h-0 touch-none select-none overflow-hidden rounded-lg bg-[oklch(0.16_0.003_270)]"
      {...hands}
    >
      {shown.width > 0 && (
        <div className="absolute top-0 left-0 origin-top-left" style={style}>
          <Picture image={image} wantsFull={view.scale > FULL_FROM} />
          {marks.length > 0 && <PlaceDrawing marks={marks} room={shown} highlights={highlights} />}
        </div>
      )}
      {/* The keyboard's hold on it, over all of the picture. */}
      <button
        type="button"
        aria-label={`${image.fileName}: arrow keys move it, plus and minus zoom, zero shows all of it`}
        className="-outline-offset-2 absolute inset-0 cursor-grab active:cursor-grabbing"
        onKeyDown={onKeyDown}
      />
    </div>
  )
}
