'use client'
/** The stage: the picture as large as fits, zoomed and panned by wheel, fingers, keys and buttons. */
import type { FormerReading, ImageDetail } from '@vitrine/contracts'
import { type PointerEvent, type RefObject, useRef, useState } from 'react'
import { type ReactZoomPanPinchContentRef, TransformComponent, TransformWrapper } from 'react-zoom-pan-pinch'
import { FormerDrawing } from '../readings/former-drawing.tsx'
import { PlaceDrawing } from '../tools/place-drawing.tsx'
import type { PlaceMark } from '../tools/places.ts'
import { RegionBar } from '../tools/region-bar.tsx'
import { DRAWABLE, RegionDrawer, RegionOutline } from '../tools/region-drawer.tsx'
import type { Tools } from '../tools/use-tools.ts'
import { DetectionButtons } from './detection-buttons.tsx'
import { OverlayDrawing } from './overlay-drawing.tsx'
import { fitInto, maxZoom, type Room } from './overlay-geometry.ts'
import { Picture } from './picture.tsx'
import { OverlayBar, ZoomBar } from './stage-controls.tsx'
import { SELECTABLE, TextLayer } from './text-layer.tsx'
import type { Marks } from './use-marks.ts'
import { useRoom } from './use-room.ts'

/** The stage's handle for keys that are pressed elsewhere on the page. */
export type StageHandle = ReactZoomPanPinchContentRef

interface StageProps {
  image: ImageDetail
  marks: Marks
  tools: Tools
  /** Drawn over the picture, too; null when it is not wanted or not there. */
  former: FormerReading | null
  handle: RefObject<StageHandle | null>
  /** A swipe across the unzoomed picture, as on a phone. */
  onSwipe: (to: 'previous' | 'next') => void
}

/** Full resolution is fetched from this zoom on: below it the preview is as sharp as the screen. */
const FULL_FROM = 1.2

/** Tells a swipe with one finger from a tap, a scroll and a pan. */
function useSwipe(handle: RefObject<StageHandle | null>, onSwipe: StageProps['onSwipe']) {
  const start = useRef<{ x: number; y: number } | null>(null)
  return {
    onPointerDown: (event: PointerEvent) => {
      const isFit = (handle.current?.state.scale ?? 1) <= 1.01
      const canSwipe = event.pointerType === 'touch' && event.isPrimary && isFit
      start.current = canSwipe ? { x: event.clientX, y: event.clientY } : null
    },
    onPointerUp: (event: PointerEvent) => {
      if (!start.current) return
      const across = event.clientX - start.current.x
      const down = Math.abs(event.clientY - start.current.y)
      start.current = null
      if (Math.abs(across) > 60 && down < 50) onSwipe(across > 0 ? 'previous' : 'next')
    },
    onPointerCancel: () => {
      start.current = null
    },
  }
}

/** Marks that have a place, as buttons. */
const withPlace = (marks: readonly PlaceMark[]) =>
  marks.flatMap(({ id, label, box, score }) => (box ? [{ id, label, box, score }] : []))

/** What lies over the picture besides the reading's own drawing: hands, text, kept places, answers of tools. */
function PictureLayers({ marks, tools, room }: { marks: Marks; tools: Tools; room: Room }) {
  const { shown, kept } = marks
  const { region, highlights } = tools
  return (
    <>
      {shown.objects && (
        <DetectionButtons label="Objects on the image" buttons={marks.detections} marks={marks} />
      )}
      {shown.text && <TextLayer marks={marks} room={room} />}
      {shown.kept && kept.length > 0 && (
        // Behind what was just asked.
        <div className={tools.marks.length > 0 || region.isDrawing ? 'opacity-30' : ''}>
          <PlaceDrawing marks={kept} room={room} highlights={marks} />
          <DetectionButtons label="Kept on the image" buttons={withPlace(kept)} marks={marks} />
        </div>
      )}
      {tools.marks.length > 0 && !region.isDrawing && (
        <>
          <PlaceDrawing marks={tools.marks} room={room} highlights={highlights} />
          <DetectionButtons
            label="Answers on the image"
            buttons={withPlace(tools.marks)}
            marks={highlights}
          />
        </>
      )}
      {region.isDrawing && <RegionDrawer tools={tools} />}
      {tools.outline && <RegionOutline box={tools.outline} />}
    </>
  )
}

/** Fills its parent. Give it a `key` by image, so that each one starts unzoomed. */
export function Stage({ image, marks, tools, former, handle, onSwipe }: StageProps) {
  const frame = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const shown = fitInto(image, useRoom(frame))
  const [wantsFull, setWantsFull] = useState(false)
  const swipe = useSwipe(handle, onSwipe)
  return (
    <TransformWrapper
      ref={handle}
      centerOnInit
      centerZoomedOut
      maxScale={maxZoom(image, shown)}
      panning={{ excluded: [SELECTABLE, DRAWABLE] }}
      pinch={{ excluded: [DRAWABLE] }}
      doubleClick={{ mode: 'toggle', excluded: [SELECTABLE, DRAWABLE] }}
      onTransform={(_, { scale }) => {
        content.current?.style.setProperty('--zoom', String(scale))
        if (scale > FULL_FROM) setWantsFull(true)
      }}
    >
      <section
        aria-label="Picture"
        className="absolute inset-0 flex flex-col overflow-hidden bg-[oklch(0.16_0.003_270)]"
      >
        <div ref={frame} className="relative min-h-0 flex-1" {...swipe}>
          {tools.region.isDrawing && <RegionBar tools={tools} />}
          {shown.width > 0 && (
            <TransformComponent
              wrapperStyle={{ width: '100%', height: '100%', position: 'absolute' }}
              contentStyle={{ width: shown.width, height: shown.height }}
            >
              <div ref={content} className="relative size-full bg-white/5">
                <Picture image={image} wantsFull={wantsFull} />
                <OverlayDrawing
                  marks={marks}
                  room={shown}
                  isDimmed={tools.marks.length > 0 || tools.region.isDrawing}
                />
                {former && <FormerDrawing former={former} room={shown} />}
                <PictureLayers marks={marks} tools={tools} room={shown} />
              </div>
            </TransformComponent>
          )}
        </div>
        <div className="flex min-h-12 flex-wrap items-center justify-center gap-x-3 gap-y-1 px-2 py-1.5">
          <OverlayBar marks={marks} />
          <ZoomBar image={image} room={shown} />
        </div>
      </section>
    </TransformWrapper>
  )
}
