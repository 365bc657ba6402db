'use client'
/** Answers of tools and what was kept of them, drawn over the picture: masks filled, boxes as lines. Pure looks. */
import { cn } from '@vitrine/ui/cn'
import { formatScore } from '../image-detail/image-words.ts'
import { lineWidth, MarkLabel } from '../image-detail/mark-label.tsx'
import { placeBox, type Room } from '../image-detail/overlay-geometry.ts'
import type { Highlights } from '../image-detail/use-marks.ts'
import { largestFirst, type PlaceMark, pathOf, shortLabel } from './places.ts'

interface DrawingProps {
  mark: PlaceMark
  room: Room
  isActive: boolean
  isMatched: boolean
}

function Shape({ mark, room, isActive, isMatched }: DrawingProps) {
  const { box, polygons } = mark
  if (!box) return null
  const width = isActive || isMatched ? 3 : 2
  const look = cn(
    'stroke-[oklch(0.85_0.15_165)] transition-[fill]',
    polygons.length > 0 ? 'fill-[oklch(0.8_0.15_165/0.32)]' : 'fill-transparent',
    isMatched && 'fill-[oklch(0.9_0.14_90/0.3)]',
    isActive && 'fill-[oklch(0.8_0.15_165/0.5)] stroke-white',
  )
  const under = { fill: 'none', stroke: 'black', strokeOpacity: 0.55, style: lineWidth(width + 2) }
  if (polygons.length > 0) {
    const d = pathOf(polygons, room)
    return (
      <>
        <path d={d} strokeLinejoin="round" {...under} />
        <path d={d} fillRule="evenodd" strokeLinejoin="round" style={lineWidth(width)} className={look} />
      </>
    )
  }
  const place = placeBox(box, room)
  return (
    <>
      <rect {...place} rx={2} {...under} />
      <rect {...place} rx={2} style={lineWidth(width)} className={look} />
    </>
  )
}

/** The label at the upper edge; near the right one it ends with the box, so that it stays on the picture. */
function Label({ mark, room, isActive }: DrawingProps) {
  if (!mark.box) return null
  const place = placeBox(mark.box, room)
  const isAtRight = mark.box.x > 0.6
  const label = shortLabel(mark.label)
  return (
    <MarkLabel
      x={isAtRight ? place.x + place.width : place.x}
      y={place.y}
      textAnchor={isAtRight ? 'end' : 'start'}
      dx={isAtRight ? '-0.35em' : '0.35em'}
      dy={place.y < 18 ? '1.25em' : '-0.4em'}
    >
      {isActive && mark.score !== null ? `${label} ${formatScore(mark.score)}` : label}
    </MarkLabel>
  )
}

/** So many labels can be read beside each other; of more, only those that are lit have theirs. */
const MAX_LABELS = 12

/** Hidden from assistive technology, which has the buttons and the lists. */
export function PlaceDrawing({
  marks,
  room,
  highlights,
}: {
  marks: readonly PlaceMark[]
  room: Room
  highlights: Highlights
}) {
  const ordered = largestFirst(marks)
  const look = (id: number) => ({
    isActive: highlights.activeId === id,
    isMatched: highlights.matched.has(id),
  })
  const labelled = ordered.filter(
    ({ id }) => ordered.length <= MAX_LABELS || highlights.activeId === id || highlights.matched.has(id),
  )
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${room.width} ${room.height}`}
      className="pointer-events-none absolute inset-0 size-full overflow-visible"
    >
      {ordered.map((mark) => (
        <Shape key={mark.id} mark={mark} room={room} {...look(mark.id)} />
      ))}
      {labelled.map((mark) => (
        <Label key={mark.id} mark={mark} room={room} {...look(mark.id)} />
      ))}
    </svg>
  )
}
