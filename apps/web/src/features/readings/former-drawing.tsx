/** Where the former reading had found something: dashed, so that it is told from what is in effect. */
import type { Detection, FormerReading, TextRegion } from '@vitrine/contracts'
import { lineWidth, MarkLabel } from '../image-detail/mark-label.tsx'
import { placeBox, quadPoints, type Room } from '../image-detail/overlay-geometry.ts'

const dashes = { strokeDasharray: 'calc(6px / var(--zoom, 1)) calc(4px / var(--zoom, 1))' }

function FormerObject({ detection, room }: { detection: Detection; room: Room }) {
  const box = placeBox(detection.box, room)
  return (
    <g>
      <rect {...box} rx={2} fill="none" stroke="black" strokeOpacity={0.5} style={lineWidth(3.5)} />
      <rect
        {...box}
        rx={2}
        style={{ ...lineWidth(2), ...dashes }}
        className="fill-transparent stroke-[oklch(0.85_0.1_320)]"
      />
      <MarkLabel
        x={box.x + box.width}
        y={box.y + box.height}
        textAnchor="end"
        dx="-0.35em"
        dy="-0.4em"
        className="fill-[oklch(0.9_0.08_320)]"
      >
        {detection.label}
      </MarkLabel>
    </g>
  )
}

/** Darker than the boxes: text stands on paper more often than not. */
function FormerLine({ region, room }: { region: TextRegion; room: Room }) {
  const points = quadPoints(region.quad, room)
  return (
    <g>
      <polygon points={points} fill="none" stroke="white" strokeOpacity={0.8} style={lineWidth(3)} />
      <polygon
        points={points}
        style={{ ...lineWidth(1.75), ...dashes }}
        className="fill-transparent stroke-[oklch(0.52_0.22_330)]"
      />
    </g>
  )
}

/** Lies over the picture; hidden from assistive technology, which has the lists of the two readings. */
export function FormerDrawing({ former, room }: { former: FormerReading; room: Room }) {
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${room.width} ${room.height}`}
      className="pointer-events-none absolute inset-0 size-full overflow-visible"
    >
      {former.textRegions.map((region, index) => (
        // Regions have no identity but their place.
        <FormerLine key={`${index}:${region.text}`} region={region} room={room} />
      ))}
      {former.detections.map((detection, index) => (
        <FormerObject key={`${index}:${detection.label}`} detection={detection} room={room} />
      ))}
    </svg>
  )
}
