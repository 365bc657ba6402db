'use client'
/** The justified grid. Only the rows around the window are in the document, however many there are. */
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import type { SearchHit } from '@vitrine/contracts'
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { imageHref, type Search } from '../search/search-state.ts'
import { dayNamer } from './gallery-words.ts'
import { moveByKey } from './grid-keys.ts'
import { type CardPress, ImageCardView } from './image-card.tsx'
import { type ImageRow, type LayoutRow, layoutRows, rowOfItem } from './justified-layout.ts'
import type { Density } from './preferences.ts'
import { isSelected, type SelectionState } from './selection.ts'
import { SNIPPET_PX } from './snippet.tsx'
import { useWidth } from './use-width.ts'

const HEADING_PX = 42
const TARGET_PX: Record<Density, { wide: number; narrow: number }> = {
  compact: { wide: 150, narrow: 96 },
  comfortable: { wide: 224, narrow: 148 },
  large: { wide: 340, narrow: 260 },
}
const NARROW_PX = 640
/** Rows from the end at which the next page is asked for. */
const AHEAD_ROWS = 8
/** What covers the top and the foot of the window: header and toolbar, dock. */
const COVERED_TOP_PX = 128
const COVERED_FOOT_PX = 96

export interface GalleryGridProps {
  hits: readonly SearchHit[]
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
  const { hasSnippets, onEnd } = props
  const [frame, width] = useWidth<HTMLDivElement>()
  const rows = useRows(props, width)
  const gap = width < NARROW_PX ? 3 : 6
  const sizeOf = useCallback(
    (index: number) => {
      const row = rows[index]
      if (!row || row.type === 'heading') return HEADING_PX
      return row.height + gap + (hasSnippets ? SNIPPET_PX : 0)
    },
    [rows, gap, hasSnippets],
  )
  const top = useOffsetTop(frame, width)
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: sizeOf,
    overscan: 3,
    scrollMargin: top,
    scrollPaddingStart: COVERED_TOP_PX,
    scrollPaddingEnd: COVERED_FOOT_PX,
  })
  // Sizes are known, not measured: whenever they change, the old ones are forgotten.
  const sizedBy = useRef(sizeOf)
  useLayoutEffect(() => {
    if (sizedBy.current === sizeOf) return
    sizedBy.current = sizeOf
    virtualizer.measure()
  }, [virtualizer, sizeOf])

  const visible = virtualizer.getVirtualItems()
  const lastVisible = visible.at(-1)?.index ?? 0
  useEffect(() => {
    if (rows.length > 0 && lastVisible >= rows.length - AHEAD_ROWS) onEnd()
  }, [lastVisible, rows.length, onEnd])

  const shown = visible.flatMap(({ index }) => rows[index] ?? [])
  const focus = useRovingFocus(rows, shown, {
    onFocus: props.onFocus,
    onRow: (row) => virtualizer.scrollToIndex(row, { align: 'auto' }),
  })

  return (
    <div ref={frame}>
      <ul
        aria-label="Images"
        onKeyDown={focus.onKeyDown}
        className="relative"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {visible.flatMap(({ index, start }) => {
          const row = rows[index]
          if (!row) return []
          return row.type === 'heading'
            ? [<DayHeading key={`heading ${row.group}`} name={row.group} top={start - top} />]
            : cardsOf({ ...props, ...focus, row, top: start - top })
        })}
      </ul>
    </div>
  )
}

interface RowCardsProps extends GalleryGridProps {
  row: ImageRow
  top: number
  tabStop: number
}

// Not a component of their own: keyed by picture in one list, cards keep their place in the document (and
// their loaded bytes) when a new picture moves them to another row.
function cardsOf({ row, hits, search, selection, ...props }: RowCardsProps) {
  return row.lefts.flatMap((left, column) => {
    const index = row.start + column
    const hit = hits[index]
    if (!hit) return []
    return [
      <ImageCardView
        key={hit.image.id}
        hit={hit}
        index={index}
        setSize={props.setSize}
        href={imageHref(hit.image.id, search)}
        left={left}
        top={props.top}
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

function useRows({ hits, density, byDay }: GalleryGridProps, width: number): LayoutRow[] {
  return useMemo(() => {
    const isNarrow = width < NARROW_PX
    const nameDay = dayNamer(Date.now())
    return layoutRows(
      hits.map(({ image }) => ({
        aspect: image.width / image.height,
        ...(byDay ? { group: nameDay(image.createdAt) } : {}),
      })),
      {
        width,
        gap: isNarrow ? 3 : 6,
        targetHeight: TARGET_PX[density][isNarrow ? 'narrow' : 'wide'],
      },
    )
  }, [hits, density, byDay, width])
}

/** Pixels from the top of the document; looked at anew when the width changes, which moves what is above. */
function useOffsetTop(frame: { current: HTMLElement | null }, width: number): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    if (frame.current && width > 0)
      setTop(Math.round(frame.current.getBoundingClientRect().top + window.scrollY))
  }, [frame, width])
  return top
}

/** One card takes the Tab key; arrows move it, and the window follows. */
function useRovingFocus(
  rows: readonly LayoutRow[],
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
    const next = moveByKey(event.key, active, rows)
    if (next === null) return
    event.preventDefault()
    wanted.current = next
    setActive(next)
    const row = rowOfItem(rows, next)
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
