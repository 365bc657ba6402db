'use client'
/** Drawing a box on the picture: by mouse, finger, pen or key. */
import type { Box, Point } from '@vitrine/contracts'
import { type KeyboardEvent, type PointerEvent, useEffect, useState } from 'react'
import {
  boxAfterKey,
  boxBetween,
  CORNERS,
  type Corner,
  describeBox,
  isBox,
  moveBox,
  pointIn,
  resizeBox,
} from './region-geometry.ts'
import type { Tools } from './use-tools.ts'

/** The class by which the zooming stage knows where dragging means drawing, not panning. */
export const DRAWABLE = 'drawable-region'

/** What a drag does, from where it began. */
type Drag =
  | { type: 'draw'; from: Point }
  | { type: 'move'; from: Point; box: Box }
  | { type: 'resize'; corner: Corner; box: Box }

/** The box that a drag has made of itself when it has come to a point. */
export function boxOfDrag(drag: Drag, to: Point): Box {
  switch (drag.type) {
    case 'draw':
      return boxBetween(drag.from, to)
    case 'move':
      return moveBox(drag.box, to[0] - drag.from[0], to[1] - drag.from[1])
    case 'resize':
      return resizeBox(drag.box, drag.corner, to)
  }
}

function dragFrom(target: EventTarget, from: Point, box: Box | null): Drag {
  if (!box || !(target instanceof Element)) return { type: 'draw', from }
  const corner = CORNERS.find((one) => one === target.getAttribute('data-corner'))
  if (corner) return { type: 'resize', corner, box }
  return target.closest('[data-region-box]') ? { type: 'move', from, box } : { type: 'draw', from }
}

/** A drag that is under way, and the hands for it. Escape leaves everything as it was. */
function useDrag({ region }: Tools) {
  const [drag, setDrag] = useState<{ what: Drag; box: Box | null } | null>(null)
  const isDragging = drag !== null
  useEffect(() => {
    if (!isDragging) return
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      setDrag(null)
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [isDragging])
  const at = (event: PointerEvent) => pointIn(event.currentTarget.getBoundingClientRect(), event)
  return {
    draft: drag?.box ?? null,
    hands: {
      onPointerDown(event: PointerEvent) {
        if (!event.isPrimary || event.button !== 0) return setDrag(null)
        // Neither a swipe to the next image, nor a selection of text.
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        setDrag({ what: dragFrom(event.target, at(event), region.box), box: null })
      },
      onPointerMove(event: PointerEvent) {
        if (drag) setDrag({ ...drag, box: boxOfDrag(drag.what, at(event)) })
      },
      onPointerUp() {
        if (drag?.box && isBox(drag.box)) region.setBox(drag.box)
        setDrag(null)
      },
      onPointerCancel: () => setDrag(null),
    },
  }
}

const percent = (share: number) => `${share * 100}%`
const placeStyle = ({ x, y, width, height }: Box) => ({
  left: percent(x),
  top: percent(y),
  width: percent(width),
  height: percent(height),
})

const cornerPlaces: Record<Corner, string> = {
  'top-left': 'top-0 left-0 cursor-nwse-resize',
  'top-right': 'top-0 left-full cursor-nesw-resize',
  'bottom-left': 'top-full left-0 cursor-nesw-resize',
  'bottom-right': 'top-full left-full cursor-nwse-resize',
}

/** A grip is larger than it looks, for fingers. */
function Grip({ corner }: { corner: Corner }) {
  return (
    <span
      data-corner={corner}
      className={`absolute grid size-7 place-items-center ${cornerPlaces[corner]}`}
      style={{ transform: 'translate(-50%, -50%) scale(calc(1 / var(--zoom, 1)))' }}
    >
      <span className="pointer-events-none size-3 rounded-full border-2 border-black/60 bg-white" />
    </span>
  )
}

const focusOnce = (node: HTMLButtonElement | null) => node?.focus({ preventScroll: false })

function RegionBox({ box, tools }: { box: Box; tools: Tools }) {
  const { region } = tools
  const onKeyDown = (event: KeyboardEvent) => {
    const next = boxAfterKey(box, event)
    if (next) region.setBox(next)
    else if (event.key === 'Enter') tools.run()
    else if (event.key === 'Escape' || event.key === 'Delete') region.clear()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <button
      ref={focusOnce}
      type="button"
      data-region-box
      aria-label={`Region: ${describeBox(box)}. Arrow keys move it, with Shift they resize it; Enter runs the tool, Escape takes it away.`}
      className="absolute cursor-move outline-none ring-white/90 focus-visible:ring-2"
      style={{
        ...placeStyle(box),
        boxShadow:
          '0 0 0 calc(2px / var(--zoom, 1)) white, 0 0 0 calc(3.5px / var(--zoom, 1)) black, 0 0 0 200vmax rgb(0 0 0 / 0.45)',
      }}
      onKeyDown={onKeyDown}
    >
      {CORNERS.map((corner) => (
        <Grip key={corner} corner={corner} />
      ))}
    </button>
  )
}

/** Fills the picture while a box is drawn on it. */
export function RegionDrawer({ tools }: { tools: Tools }) {
  const { draft, hands } = useDrag(tools)
  const box = draft ?? tools.region.box
  return (
    <div
      role="application"
      aria-label="Draw a box on the picture"
      className={`${DRAWABLE} absolute inset-0 cursor-crosshair touch-none select-none overflow-hidden`}
      {...hands}
    >
      {box && <RegionBox box={box} tools={tools} />}
    </div>
  )
}

/** The region that was asked about, while nobody draws: where it was. */
export function RegionOutline({ box }: { box: Box }) {
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute border-white border-dashed mix-blend-difference"
      style={{ ...placeStyle(box), borderWidth: 'calc(2px / var(--zoom, 1))' }}
    />
  )
}
