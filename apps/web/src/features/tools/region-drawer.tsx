'use client'
/** Drawing a box on the picture: by mouse, finger, pen or key. */
import type { Box } from '@vitrine/contracts'
import type { KeyboardEvent } from 'react'
import { boxAfterKey, CORNERS, type Corner, describeBox } from './region-geometry.ts'
import { useRegionDrag } from './use-region-drag.ts'
import type { Tools } from './use-tools.ts'

/** The class by which the zooming stage knows where dragging means drawing, not panning. */
export const DRAWABLE = 'drawable-region'

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

/** What drawing needs: the box, and what Enter does with it. */
type Drawing = Pick<Tools, 'region' | 'run'>

function RegionBox({ box, tools }: { box: Box; tools: Drawing }) {
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
export function RegionDrawer({ tools }: { tools: Drawing }) {
  const { draft, hands } = useRegionDrag(tools.region)
  const box = draft ?? tools.region.box
  return (
    <div
      role="application"
      aria-label="Draw a box on the picture"
      className={`${DRAWABLE} absolute inset-0 cursor-crosshair touch-none select-none overflow-hidden`}
      {...hands}
    >
      {box && <RegionBox box={box} tools={tools} />}
      {/* A name that changes under the focus is not read out by itself. */}
      <span role="status" className="sr-only">
        {tools.region.box && describeBox(tools.region.box)}
      </span>
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
