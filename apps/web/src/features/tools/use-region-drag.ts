'use client'
/** A box drawn, moved or resized by mouse, finger or pen. */
import type { Box, Point } from '@vitrine/contracts'
import { type PointerEvent, useEffect, useState } from 'react'
import { boxBetween, CORNERS, type Corner, isBox, moveBox, pointIn, resizeBox } from './region-geometry.ts'
import type { Region } from './use-region.ts'

/** What a drag does, from where it began. */
type Drag =
  | { type: 'draw'; from: Point }
  | { type: 'move'; from: Point; box: Box }
  | { type: 'resize'; corner: Corner; box: Box }

/** The box that a drag has made of itself when it has come to a point. */
function boxOfDrag(drag: Drag, to: Point): Box {
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
export function useRegionDrag(region: Region) {
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
