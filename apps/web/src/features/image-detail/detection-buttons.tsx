'use client'
/** The hands of the boxes: a see-through button over each, for pointer and keyboard. */
import type { Box } from '@vitrine/contracts'
import { type KeyboardEvent, type MouseEvent, useRef } from 'react'
import { formatScore } from './image-words.ts'
import { rowId, shapeId } from './mark-ids.ts'
import type { Highlights } from './use-marks.ts'

const percent = (share: number) => `${share * 100}%`

/** What a button needs of a mark. */
export interface ButtonMark {
  id: number
  label: string
  box: Box
  score: number | null
}

/** The name a box goes by: "dog, 92 %, found by the search". */
export function nameDetection(mark: ButtonMark, isMatched: boolean): string {
  return [mark.label, formatScore(mark.score), isMatched ? 'found by the search' : '']
    .filter(Boolean)
    .join(', ')
}

interface DetectionButtonProps {
  mark: ButtonMark
  marks: Highlights
  isTabStop: boolean
  onArrow: (step: 1 | -1) => void
}

function DetectionButton({ mark, marks, isTabStop, onArrow }: DetectionButtonProps) {
  const down = useRef({ x: 0, y: 0 })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    onArrow(event.key === 'ArrowDown' ? 1 : -1)
  }
  /** A click at the end of a drag was a pan; one by key has no place to compare. */
  const onClick = (event: MouseEvent) => {
    const isPan =
      event.detail > 0 && Math.hypot(event.clientX - down.current.x, event.clientY - down.current.y) > 5
    if (isPan) return
    marks.pin(mark.id)
    document.getElementById(rowId(mark.id))?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <button
      type="button"
      id={shapeId(mark.id)}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={nameDetection(mark, marks.matched.has(mark.id))}
      aria-pressed={marks.activeId === mark.id}
      // The drawing beneath shows the focus: white line, bright fill.
      className="absolute cursor-[inherit] outline-none"
      style={{
        left: percent(mark.box.x),
        top: percent(mark.box.y),
        width: percent(mark.box.width),
        height: percent(mark.box.height),
      }}
      onPointerEnter={() => marks.point(mark.id)}
      onPointerLeave={() => marks.point(null)}
      onFocus={() => marks.point(mark.id)}
      onBlur={() => marks.point(null)}
      onPointerDown={(event) => {
        down.current = { x: event.clientX, y: event.clientY }
      }}
      onClick={onClick}
      onKeyDown={onKeyDown}
    />
  )
}

interface DetectionButtonsProps {
  /** The name of all of them together. */
  label: string
  buttons: readonly ButtonMark[]
  marks: Highlights
}

/** Large boxes first, so that small ones lie on top and stay in reach. One is the tab stop, arrows reach the rest. */
export function DetectionButtons({ label, buttons, marks }: DetectionButtonsProps) {
  const area = (mark: ButtonMark) => mark.box.width * mark.box.height
  const ordered = buttons.toSorted((a, b) => area(b) - area(a))
  const tabStop = ordered.some((mark) => mark.id === marks.activeId) ? marks.activeId : ordered[0]?.id
  const focusFrom = (index: number, step: 1 | -1) => {
    const next = ordered[(index + step + ordered.length) % ordered.length]
    if (next) document.getElementById(shapeId(next.id))?.focus()
  }
  return (
    <section aria-label={label}>
      {ordered.map((mark, index) => (
        <DetectionButton
          key={mark.id}
          mark={mark}
          marks={marks}
          isTabStop={mark.id === tabStop}
          onArrow={(step) => focusFrom(index, step)}
        />
      ))}
    </section>
  )
}
