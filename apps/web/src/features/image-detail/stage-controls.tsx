'use client'
/** The buttons on the stage: zoom, what is drawn over the picture, from which score on. */
import type { ImageDetail } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { IconButton } from '@vitrine/ui/icon-button'
import { Popover, PopoverContent, PopoverTrigger } from '@vitrine/ui/popover'
import { BookmarkIcon, BoxIcon, MinusIcon, PlusIcon, SlidersHorizontalIcon, TypeIcon } from 'lucide-react'
import { useId } from 'react'
import { useControls, useTransformComponent } from 'react-zoom-pan-pinch'
import { type Room, zoomPercent } from './overlay-geometry.ts'
import type { Marks } from './use-marks.ts'

const bar = 'flex items-center gap-0.5 min-w-0 rounded-full bg-white/10 p-0.5 text-white'
const barButton = 'rounded-full text-white hover:bg-white/20 hover:text-white'

/** Zoom buttons with the scale between them; 100 % is the picture's full resolution. */
export function ZoomBar({ image, room }: { image: ImageDetail; room: Room }) {
  const { zoomIn, zoomOut, resetTransform } = useControls()
  const scale = useTransformComponent(({ state }) => state.scale)
  return (
    <fieldset aria-label="Zoom" className={bar}>
      <IconButton label="Zoom out" shortcut="−" tooltip="top" className={barButton} onClick={() => zoomOut()}>
        <MinusIcon aria-hidden />
      </IconButton>
      <Button
        variant="ghost"
        size="sm"
        className={`${barButton} min-w-14 px-1 tabular-nums`}
        aria-label={`Fit to the window, now at ${zoomPercent(image, room, scale)} percent`}
        onClick={() => resetTransform()}
      >
        {zoomPercent(image, room, scale)} %
      </Button>
      <IconButton label="Zoom in" shortcut="+" tooltip="top" className={barButton} onClick={() => zoomIn()}>
        <PlusIcon aria-hidden />
      </IconButton>
    </fieldset>
  )
}

function ThresholdButton({ marks }: { marks: Marks }) {
  const sliderId = useId()
  return (
    <Popover>
      <PopoverTrigger asChild>
        <IconButton label="Least score of objects" tooltip="none" className={barButton}>
          <SlidersHorizontalIcon aria-hidden />
        </IconButton>
      </PopoverTrigger>
      <PopoverContent side="top" aria-label="Least score of objects" className="w-64">
        <label htmlFor={sliderId} className="flex justify-between gap-2 font-medium">
          Show objects scored at least
          <output htmlFor={sliderId} className="tabular-nums">
            {Math.round(marks.threshold * 100)} %
          </output>
        </label>
        <input
          id={sliderId}
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={marks.threshold}
          className="mt-2 h-6 w-full accent-accent"
          onChange={(event) => marks.setThreshold(event.target.valueAsNumber)}
        />
        <p className="text-ink-soft text-xs">
          {marks.hiddenCount === 0 ? 'None are hidden.' : `${marks.hiddenCount} hidden.`}
        </p>
      </PopoverContent>
    </Popover>
  )
}

/** Switches for objects, text and what was kept, and the threshold. Absent where nothing was found. */
export function OverlayBar({ marks }: { marks: Marks }) {
  const { shown, setShown } = marks
  const objectCount = marks.detections.length + marks.hiddenCount
  const hasKept = marks.kept.some((mark) => mark.box !== null)
  const pressed = 'aria-pressed:bg-white aria-pressed:text-black'
  if (objectCount === 0 && marks.textRegions.length === 0 && !hasKept) return null
  return (
    <fieldset aria-label="Show on the image" className={bar}>
      {objectCount > 0 && (
        <>
          <Button
            variant="ghost"
            size="sm"
            className={`${barButton} ${pressed}`}
            aria-pressed={shown.objects}
            aria-keyshortcuts="o"
            onClick={() => setShown({ ...shown, objects: !shown.objects })}
          >
            <BoxIcon aria-hidden /> Objects
          </Button>
          <ThresholdButton marks={marks} />
        </>
      )}
      {marks.textRegions.length > 0 && (
        <Button
          variant="ghost"
          size="sm"
          className={`${barButton} ${pressed}`}
          aria-pressed={shown.text}
          aria-keyshortcuts="t"
          onClick={() => setShown({ ...shown, text: !shown.text })}
        >
          <TypeIcon aria-hidden /> Text
        </Button>
      )}
      {hasKept && (
        <Button
          variant="ghost"
          size="sm"
          className={`${barButton} ${pressed}`}
          aria-pressed={shown.kept}
          onClick={() => setShown({ ...shown, kept: !shown.kept })}
        >
          <BookmarkIcon aria-hidden /> Kept
        </Button>
      )}
    </fieldset>
  )
}
