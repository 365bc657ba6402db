'use client'
/** The text on the picture as text: transparent, laid over its place, to select and copy with the mouse. */
import { type ClipboardEvent, useLayoutEffect, useRef } from 'react'
import type { TextMark } from './findings.ts'
import { placeText, type Room, stretchFor } from './overlay-geometry.ts'
import type { Marks } from './use-marks.ts'

/** The class by which the zooming stage knows where dragging means selecting, not panning. */
export const SELECTABLE = 'selectable-text'

/** The selected stretch of each line, in reading order, a line each. */
export function selectedLines(selection: Selection, lines: Iterable<Element>): string {
  if (selection.rangeCount === 0) return ''
  const range = selection.getRangeAt(0)
  const texts: string[] = []
  for (const line of lines) {
    if (!range.intersectsNode(line)) continue
    const part = document.createRange()
    part.selectNodeContents(line)
    if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0)
      part.setStart(range.startContainer, range.startOffset)
    if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0)
      part.setEnd(range.endContainer, range.endOffset)
    texts.push(part.toString())
  }
  return texts.filter((text) => text !== '').join('\n')
}

function TextLine({ mark, marks, room }: { mark: TextMark; marks: Marks; room: Room }) {
  const place = placeText(mark.quad, room)
  return (
    <span
      data-length={place.length}
      className={`${SELECTABLE} absolute top-0 left-0 origin-top-left cursor-text select-text whitespace-pre text-transparent selection:bg-sky-400/45 selection:text-transparent`}
      style={{
        fontSize: place.height,
        lineHeight: 1,
        transform: `translate(${place.x}px, ${place.y}px) rotate(${place.angle}deg) scaleX(var(--stretch, 1))`,
      }}
      onPointerEnter={() => marks.point(mark.id)}
      onPointerLeave={() => marks.point(null)}
    >
      {mark.text}
    </span>
  )
}

/** The lines in reading order; what is copied from them has a line break between lines. */
export function TextLayer({ marks, room }: { marks: Marks; room: Room }) {
  const layer = useRef<HTMLElement>(null)
  const { textRegions } = marks

  // Text set in this font is wider or narrower than on the picture: stretch each line to its quad.
  useLayoutEffect(() => {
    if (room.width === 0 || textRegions.length === 0) return
    const lines = [...(layer.current?.querySelectorAll<HTMLElement>('[data-length]') ?? [])]
    const widths = lines.map((line) => line.offsetWidth)
    lines.forEach((line, index) => {
      const stretch = stretchFor(Number(line.dataset.length), widths[index] ?? 0)
      line.style.setProperty('--stretch', String(stretch))
    })
  }, [room.width, textRegions])

  const onCopy = (event: ClipboardEvent) => {
    const selection = document.getSelection()
    const text = selection ? selectedLines(selection, layer.current?.children ?? []) : ''
    if (text === '') return
    event.preventDefault()
    event.clipboardData.setData('text/plain', text)
  }

  return (
    <section
      ref={layer}
      aria-label="Text on the image"
      className="pointer-events-none absolute inset-0 *:pointer-events-auto"
      onCopy={onCopy}
    >
      {textRegions.map((mark) => (
        <TextLine key={mark.id} mark={mark} marks={marks} room={room} />
      ))}
    </section>
  )
}
