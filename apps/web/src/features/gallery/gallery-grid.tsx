'use client'
/** The justified grid. Only the rows around the window are in the document, however many there are. */
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { imageHref, type Search } from '../search/search-state.ts'
import { dayGrouper, dayNamer } from './gallery-words.ts'
import { moveByKey } from './grid-keys.ts'
import { type GridLayout, GridLayouter, type ImageRow, type LayoutRow } from './grid-layout.ts'
import { type CardPress, ImageCardView } from './image-card.tsx'
import type { PagedHits } from './paged-hits.ts'
import type { Density } from './preferences.ts'
import { isSelected, type SelectionState } from './selection.ts'
import { SNIPPET_PX } from './snippet.tsx'
import { scrollToRow, useVisibleRows } from './use-visible-rows.ts'
import { useWidth } from './use-width.ts'

const HEADING_PX = 42
const TARGET_PX: Record<Density, { wide: number; narrow: number }> = {
  compact: { wide: 150, narrow: 96 },
  comfortable: { wide: 224, narrow: 148 },
  large: { wide: 340, narrow: 260 },
}
const NARROW_PX = 640
/** Pixels below the window at which the next page is asked for: a few windows, so that it comes in time. */
const AHEAD_PX = 3200
/** What covers the top and the foot of the window: header and toolbar, dock. */
const COVERED_TOP_PX = 128
const COVERED_FOOT_PX = 96

export interface GalleryGridProps {
  hits: PagedHits
  /** How many there are in the whole list; -1 when only "many" is known. */
  setSize: number
  search: Search
  density: Density
  byDay: boolean
  hasSnippets: boolean
  selection: SelectionState
  isSelecting: boolean
  onPress: (press: CardPress) => void
  /** A card got the focus. */
  onFocus: (index: number) => void
  /** The rows near the end are in sight. */
  onEnd: () => void
}

export function GalleryGrid(props: GalleryGridProps) {
  const { hits, onEnd } = props
  const [frame, width] = useWidth<HTMLDivElement>()
  const layout = useGridLayout(props, width)
  const top = useOffsetTop(frame, width)
  const { first, end } = useVisibleRows(layout, top)
  const [nameDay] = useState(() => dayNamer(Date.now()))

  const room = layout.height - layout.topOf(end)
  useEffect(() => {
    if (layout.rowCount > 0 && room < AHEAD_PX) onEnd()
  }, [layout, room, onEnd])

  const visible = Array.from({ length: Math.max(0, end - first) }, (_, offset) => first + offset).flatMap(
    (index) => {
      const row = layout.row(index)
      return row ? [{ ...row, top: layout.topOf(index) }] : []
    },
  )
  const focus = useRovingFocus(layout, visible, {
    onFocus: props.onFocus,
    onRow: (row) =>
      scrollToRow(layout, row, { top, coveredTop: COVERED_TOP_PX, coveredFoot: COVERED_FOOT_PX }),
  })

  return (
    <div ref={frame}>
      <ul
        aria-label="Images"
        onKeyDown={focus.onKeyDown}
        className="relative"
        style={{ height: layout.height }}
      >
        {visible.flatMap((row) => {
          if (row.type === 'images') return cardsOf({ ...props, ...focus, row })
          const name = nameDay(hits.at(row.start)?.image.createdAt ?? 0)
          return [<DayHeading key={`heading ${name}`} name={name} top={row.top} />]
        })}
      </ul>
    </div>
  )
}

interface RowCardsProps extends GalleryGridProps {
  row: ImageRow & { top: number }
  tabStop: number
}

// Not a component of their own: keyed by picture in one list, cards keep their place in the document (and
// their loaded bytes) when a new picture moves them to another row.
function cardsOf({ row, hits, search, selection, ...props }: RowCardsProps) {
  return row.lefts.flatMap((left, column) => {
    const index = row.start + column
    const hit = hits.at(index)
    if (!hit) return []
    return [
      <ImageCardView
        key={hit.image.id}
        hit={hit}
        index={index}
        setSize={props.setSize}
        href={imageHref(hit.image.id, search)}
        left={left}
        top={row.top}
        width={row.widths[column] ?? 0}
        height={row.height}
        isSelected={isSelected(selection, hit.image.id)}
        isSelecting={props.isSelecting}
        isTabStop={index === props.tabStop}
        hasSnippet={props.hasSnippets}
        onPress={props.onPress}
        onFocus={props.onFocus}
      />,
    ]
  })
}

function DayHeading({ name, top }: { name: string; top: number }) {
  return (
    <li
      className="absolute top-0 left-0 flex items-end px-0.5 pb-2.5"
      style={{ transform: `translateY(${top}px)`, height: HEADING_PX }}
    >
      <h2 className="font-medium text-ink text-sm">{name}</h2>
    </li>
  )
}

function useGridLayout(props: GalleryGridProps, width: number): GridLayout {
  const { hits, density, byDay, hasSnippets } = props
  const layouter = useMemo(() => {
    const isNarrow = width < NARROW_PX
    const dayOf = dayGrouper()
    return new GridLayouter({
      width,
      gap: isNarrow ? 3 : 6,
      targetHeight: TARGET_PX[density][isNarrow ? 'narrow' : 'wide'],
      headingHeight: HEADING_PX,
      below: hasSnippets ? SNIPPET_PX : 0,
      groupOf: byDay ? ({ image }) => dayOf(image.createdAt) : null,
    })
  }, [density, byDay, hasSnippets, width])
  return useMemo(() => layouter.update(hits), [layouter, hits])
}

/** Pixels from the top of the document; looked at anew when the page's height changes: something above has come or gone. */
function useOffsetTop(frame: { current: HTMLElement | null }, width: number): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    if (!frame.current || width === 0) return
    const element = frame.current
    const measure = () => setTop(Math.round(element.getBoundingClientRect().top + window.scrollY))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [frame, width])
  return top
}

/** One card takes the Tab key; arrows move it, and the window follows. */
function useRovingFocus(
  layout: GridLayout,
  shown: readonly LayoutRow[],
  notify: { onFocus: (index: number) => void; onRow: (row: number) => void },
) {
  const [active, setActive] = useState(0)
  const wanted = useRef<number | null>(null)
  const isShown = shown.some((row) => row.type === 'images' && active >= row.start && active < row.end)
  const firstShown = shown.find((row) => row.type === 'images')?.start ?? 0

  // The card may only come into the document with the render after the scroll.
  useEffect(() => {
    if (wanted.current === null) return
    const card = document.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`)
    if (!card) return
    wanted.current = null
    card.focus({ preventScroll: true })
  })

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const next = moveByKey(event.key, active, layout)
    if (next === null) return
    event.preventDefault()
    wanted.current = next
    setActive(next)
    const row = layout.rowOfItem(next)
    if (row >= 0) notify.onRow(row)
  }
  const tell = notify.onFocus
  const onFocus = useCallback(
    (index: number) => {
      setActive(index)
      tell(index)
    },
    [tell],
  )
  return { tabStop: isShown ? active : firstShown, onFocus, onKeyDown }
}
