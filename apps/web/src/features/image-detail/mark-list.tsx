'use client'
/** A list of marks beside the picture. One row is the tab stop; arrows walk, Enter pins, and the picture follows. */
import { cn } from '@vitrine/ui/cn'
import type { KeyboardEvent, ReactNode } from 'react'
import { rowId } from './mark-ids.ts'
import type { Highlights } from './use-marks.ts'

/** A row: what stands in it and what stands at its end. */
export interface MarkRow {
  id: number
  text: string
  detail: string
}

interface MarkListProps {
  label: string
  rows: readonly MarkRow[]
  marks: Highlights
  /** Brings a row's place on the picture into view. */
  onReveal: (id: number) => void
  /** Stands after a row: what can be done with it. */
  action?: (row: MarkRow, tabIndex: 0 | -1) => ReactNode
}

const steps: Record<string, (index: number, count: number) => number> = {
  ArrowDown: (index, count) => Math.min(index + 1, count - 1),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
}

function Row({ row, marks, isTabStop, onReveal, onKeyDown, action }: RowProps) {
  const isMatched = marks.matched.has(row.id)
  const isActive = marks.activeId === row.id
  return (
    <li className="flex items-start gap-1">
      <button
        type="button"
        id={rowId(row.id)}
        tabIndex={isTabStop ? 0 : -1}
        aria-pressed={isActive}
        className={cn(
          // On a phone the header and the dock lie over the page.
          'flex min-h-8 min-w-0 flex-1 scroll-mt-20 scroll-mb-24 items-baseline lg:scroll-my-0 gap-2 rounded-md px-2 py-1 text-left text-sm -outline-offset-2 transition-colors',
          isActive && 'bg-accent-soft text-accent-ink',
        )}
        onPointerEnter={() => marks.point(row.id)}
        onPointerLeave={() => marks.point(null)}
        onFocus={() => marks.point(row.id)}
        onBlur={() => marks.point(null)}
        onClick={() => {
          marks.pin(row.id)
          onReveal(row.id)
        }}
        onKeyDown={onKeyDown}
      >
        <span className="min-w-0 flex-1 break-words">{isMatched ? <mark>{row.text}</mark> : row.text}</span>{' '}
        {row.detail !== '' && (
          <span
            className={cn('shrink-0 text-xs tabular-nums', isActive ? 'text-accent-ink' : 'text-ink-faint')}
          >
            {row.detail}
          </span>
        )}
      </button>
      {action?.(row, isTabStop ? 0 : -1)}
    </li>
  )
}

interface RowProps {
  row: MarkRow
  marks: Highlights
  isTabStop: boolean
  onReveal: (id: number) => void
  onKeyDown: (event: KeyboardEvent) => void
  action: MarkListProps['action']
}

/** Rows in order. The list scrolls by itself when it is long. */
export function MarkList({ label, rows, marks, onReveal, action }: MarkListProps) {
  const tabStop = rows.some((row) => row.id === marks.activeId) ? marks.activeId : rows[0]?.id
  const onKeyDown = (index: number) => (event: KeyboardEvent) => {
    const next = rows[steps[event.key]?.(index, rows.length) ?? -1]
    if (!next) return
    event.preventDefault()
    document.getElementById(rowId(next.id))?.focus()
  }
  return (
    <ul aria-label={label} className="-mx-2 max-h-72 overflow-y-auto">
      {rows.map((row, index) => (
        <Row
          key={row.id}
          row={row}
          marks={marks}
          isTabStop={row.id === tabStop}
          onReveal={onReveal}
          onKeyDown={onKeyDown(index)}
          action={action}
        />
      ))}
    </ul>
  )
}
