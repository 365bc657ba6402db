'use client'
/** The justified grid. Only the rows around the window are in the document, however many there are. */
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import type { SearchHit } from '@vitrine/contracts'
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { imageHref, type Search } from '../search/search-state.ts'
import { formatDay } from './gallery-words.ts'
import { moveByKey } from './grid-keys.ts'
import { type CardPress, ImageCardView } from './image-card.tsx'
import { type LayoutRow, layoutRows, rowOfItem } from './justified-layout.ts'
import type { Density } from './preferences.ts'
import { isSelected, type SelectionState } from './selection.ts'
import { SNIPPET_PX } from './snippet.tsx'
import { useWidth } from './use-width.ts'

const HEADING_PX = 48
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
  search: Search
  density: Density
  byDay: boolean
  hasSnippets: boolean
  selection: SelectionState
  isSelecting: boolean
  onPress: (press: CardPress) => void
  /** The rows near the end are in sight. */
  onEnd: () => void
}

export function GalleryGrid(props: GalleryGridProps) {
  const { hits, search, selection, hasSnippets, onEnd } = props
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
  useLayoutEffect(() => {
    if (sizeOf) virtualizer.measure()
  }, [virtualizer, sizeOf])

  const visible = virtualizer.getVirtualItems()
  const lastVisible = visible.at(-1)?.index ?? 0
  useEffect(() => {
    if (rows.length > 0 && lastVisible >= rows.length - AHEAD_ROWS) onEnd()
  }, [lastVisible, rows.length, onEnd])

  const shown = visible.flatMap(({ index }) => rows[index] ?? [])
  const focus = useRovingFocus(rows, shown, (row) => virtualizer.scrollToIndex(row, { align: 'auto' }))

  const hrefOf = (id: number) => imageHref(id, search)
  return (
    <div ref={frame}>
      <div
        role="grid"
        aria-label="Images"
        aria-multiselectable
        aria-rowcount={rows.length}
        tabIndex={-1}
        onKeyDown={focus.onKeyDown}
        className="relative outline-none"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {visible.map(({ index, start }) => {
          const row = rows[index]
          if (!row) return null
          const place = { transform: `translateY(${start - top}px)` }
          return row.type === 'heading' ? (
            <HeadingRow key={`heading ${row.group}`} index={index} group={row.group} style={place} />
          ) : (
            <div
              key={`row ${hits[row.start]?.image.id}`}
              role="row"
              tabIndex={-1}
              aria-rowindex={index + 1}
              className="absolute inset-x-0 top-0"
              style={place}
            >
              {row.lefts.map((left, column) => {
                const item = row.start + column
                const hit = hits[item]
                return hit ? (
                  <ImageCardView
                    key={hit.image.id}
                    hit={hit}
                    index={item}
                    href={hrefOf(hit.image.id)}
                    left={left}
                    width={row.widths[column] ?? 0}
                    height={row.height}
                    isSelected={isSelected(selection, hit.image.id)}
                    isSelecting={props.isSelecting}
                    isTabStop={item === focus.tabStop}
                    hasSnippet={hasSnippets}
                    onPress={props.onPress}
                    onFocus={focus.onFocus}
                  />
                ) : null
              })}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function HeadingRow(props: { index: number; group: string; style: { transform: string } }) {
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={props.index + 1}
      className="absolute inset-x-0 top-0 flex items-end px-0.5 pb-2.5"
      style={{ ...props.style, height: HEADING_PX }}
    >
      <div role="gridcell" tabIndex={-1} className="font-medium text-ink text-sm">
        {props.group}
      </div>
    </div>
  )
}

function useRows({ hits, density, byDay }: GalleryGridProps, width: number): LayoutRow[] {
  return useMemo(() => {
    const isNarrow = width < NARROW_PX
    const now = Date.now()
    return layoutRows(
      hits.map(({ image }) => ({
        aspect: image.width / image.height,
        ...(byDay ? { group: formatDay(image.createdAt, now) } : {}),
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
  scrollToRow: (row: number) => void,
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
    if (row >= 0) scrollToRow(row)
  }
  return { tabStop: isShown ? active : firstShown, onFocus: setActive, onKeyDown }
}
