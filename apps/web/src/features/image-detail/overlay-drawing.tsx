'use client'
/** What is drawn over the picture: boxes around what was found, outlines around text. Pure looks, no hands. */
import { cn } from '@vitrine/ui/cn'
import type { DetectionMark, TextMark } from './findings.ts'
import { formatScore } from './image-words.ts'
import { lineWidth, MarkLabel } from './mark-label.tsx'
import { placeBox, quadPoints, type Room } from './overlay-geometry.ts'
import type { Marks } from './use-marks.ts'

interface DrawingProps<Mark> {
  mark: Mark
  room: Room
  isActive: boolean
  isMatched: boolean
}

function DetectionDrawing({ mark, room, isActive, isMatched }: DrawingProps<DetectionMark>) {
  const box = placeBox(mark.box, room)
  // Near the right edge the label ends with the box, so that it stays on the picture.
  const isAtRight = mark.box.x > 0.7
  return (
    <g>
      <rect
        {...box}
        rx={2}
        fill="none"
        stroke="black"
        strokeOpacity={0.55}
        style={lineWidth(isActive || isMatched ? 5 : 4)}
      />
      <rect
        {...box}
        rx={2}
        style={lineWidth(isActive || isMatched ? 3 : 2)}
        className={cn(
          'fill-transparent stroke-[oklch(0.86_0.13_86)] transition-[fill]',
          isMatched && 'fill-[oklch(0.9_0.14_90/0.16)]',
          isActive && 'fill-[oklch(0.86_0.13_86/0.3)] stroke-white',
        )}
      />
      <MarkLabel
        x={isAtRight ? box.x + box.width : box.x}
        y={box.y}
        textAnchor={isAtRight ? 'end' : 'start'}
        dx={isAtRight ? '-0.35em' : '0.35em'}
        dy={box.y < 18 ? '1.25em' : '-0.4em'}
      >
        {isActive && mark.score !== null ? `${mark.label} ${formatScore(mark.score)}` : mark.label}
      </MarkLabel>
    </g>
  )
}

function TextDrawing({ mark, room, isActive, isMatched }: DrawingProps<TextMark>) {
  return (
    <polygon
      points={quadPoints(mark.quad, room)}
      style={lineWidth(isActive ? 2.5 : 1)}
      className={cn(
        'fill-[oklch(0.8_0.11_220/0.1)] stroke-[oklch(0.75_0.13_225/0.8)]',
        isMatched && 'fill-[oklch(0.88_0.17_95/0.38)] stroke-[oklch(0.7_0.15_75)]',
        isActive && 'fill-[oklch(0.8_0.13_220/0.35)] stroke-[oklch(0.6_0.16_240)]',
      )}
    />
  )
}

interface OverlayDrawingProps {
  marks: Marks
  room: Room
  /** Steps back behind what else is drawn. */
  isDimmed?: boolean
}

/** Text outlines below, boxes above. Hidden from assistive technology, which has the buttons and the lists. */
export function OverlayDrawing({ marks, room, isDimmed = false }: OverlayDrawingProps) {
  const look = (id: number) => ({ isActive: marks.activeId === id, isMatched: marks.matched.has(id) })
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${room.width} ${room.height}`}
      className={cn(
        'pointer-events-none absolute inset-0 size-full overflow-visible transition-opacity',
        isDimmed && 'opacity-30',
      )}
    >
      {marks.shown.text &&
        marks.textRegions.map((mark) => (
          <TextDrawing key={mark.id} mark={mark} room={room} {...look(mark.id)} />
        ))}
      {marks.shown.objects &&
        marks.detections.map((mark) => (
          <DetectionDrawing key={mark.id} mark={mark} room={room} {...look(mark.id)} />
        ))}
    </svg>
  )
}
