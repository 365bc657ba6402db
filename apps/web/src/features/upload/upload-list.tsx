'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { cn } from '@vitrine/ui/cn'
import { IconButton } from '@vitrine/ui/icon-button'
import { Progress } from '@vitrine/ui/progress'
import { Check, CircleAlert, Clock, Copy, Pause, Play, RotateCcw, X } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { imageHref } from '../search/search-state.ts'
import type { UploadActions } from './upload-panel.tsx'
import { isRunning, progressOf, type UploadItem } from './upload-state.ts'
import { describeUpload } from './upload-words.ts'

const ROW_PX = 52
const MAX_ROWS = 6
// A list that scrolls must be reachable by keyboard, also where its rows hold nothing to press.
const scrollsByKeyboard = { tabIndex: 0 }

interface UploadListProps {
  items: readonly UploadItem[]
  actions: UploadActions
}

/** The files, newest last; only those in sight are in the document. */
export function UploadList({ items, actions }: UploadListProps) {
  const scroller = useRef<HTMLUListElement>(null)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 4,
    initialRect: { width: 360, height: ROW_PX * MAX_ROWS },
  })
  // The list keeps to where the work is, unless someone is looking at it.
  const isWatched = useRef(false)
  const working = items.findIndex(({ phase }) => isRunning(phase))
  useEffect(() => {
    if (working >= 0 && !isWatched.current) rows.scrollToIndex(working, { align: 'start' })
  }, [rows, working])
  const watch = (isNow: boolean) => () => {
    isWatched.current = isNow
  }
  return (
    <ul
      ref={scroller}
      onPointerEnter={watch(true)}
      onPointerLeave={watch(false)}
      onFocus={watch(true)}
      onBlur={watch(false)}
      aria-label="Files"
      {...scrollsByKeyboard}
      className="-outline-offset-2 relative overflow-y-auto"
      style={{ height: Math.min(items.length, MAX_ROWS) * ROW_PX }}
    >
      <li aria-hidden style={{ height: rows.getTotalSize() }} />
      {rows.getVirtualItems().map((row) => {
        const item = items[row.index]
        return item ? (
          <UploadRow
            key={item.id}
            item={item}
            place={{ index: row.index, count: items.length, top: row.start }}
            actions={actions}
          />
        ) : null
      })}
    </ul>
  )
}

interface UploadRowProps {
  item: UploadItem
  place: { index: number; count: number; top: number }
  actions: UploadActions
}

function UploadRow({ item, place, actions }: UploadRowProps) {
  const { phase } = item
  return (
    <li
      aria-posinset={place.index + 1}
      aria-setsize={place.count}
      className="absolute inset-x-0 top-0 flex items-center gap-2.5 pr-1.5 pl-3.5"
      style={{ height: ROW_PX, transform: `translateY(${place.top}px)` }}
    >
      <PhaseIcon item={item} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-ink text-sm">{item.fileName}</p>
        <p
          title={describeUpload(item)}
          className={cn(
            'truncate text-xs tabular-nums',
            phase.name === 'failed' || isRejected(item) ? 'text-danger-ink' : 'text-ink-soft',
          )}
        >
          <OutcomeText item={item} />
        </p>
        {phase.name === 'sending' ? (
          <Progress label={item.fileName} value={progressOf(item)} className="mt-1 h-0.5" />
        ) : null}
      </div>
      <RowButtons item={item} actions={actions} />
    </li>
  )
}

function OutcomeText({ item }: { item: UploadItem }) {
  const text = describeUpload(item)
  const only = item.phase.name === 'done' && item.phase.items.length === 1 ? item.phase.items[0] : undefined
  if (!only || only.outcome === 'rejected') return text
  return (
    <Link
      href={imageHref(only.id)}
      className="underline decoration-line-strong underline-offset-2 hover:text-ink"
    >
      {text}
    </Link>
  )
}

function isRejected({ phase }: UploadItem): boolean {
  return (
    phase.name === 'done' &&
    phase.items.length > 0 &&
    phase.items.every(({ outcome }) => outcome === 'rejected')
  )
}

function PhaseIcon({ item }: { item: UploadItem }) {
  const { phase } = item
  const common = 'size-4 shrink-0'
  if (phase.name === 'failed' || isRejected(item))
    return <CircleAlert aria-hidden className={cn(common, 'text-danger-ink')} />
  if (phase.name === 'done') {
    const isKnown = phase.items.length > 0 && phase.items.every(({ outcome }) => outcome === 'duplicate')
    return isKnown ? (
      <Copy aria-hidden className={cn(common, 'text-ink-faint')} />
    ) : (
      <Check aria-hidden className={cn(common, 'text-success-ink')} />
    )
  }
  if (phase.name === 'paused') return <Pause aria-hidden className={cn(common, 'text-ink-faint')} />
  if (phase.name === 'cancelled') return <X aria-hidden className={cn(common, 'text-ink-faint')} />
  if (phase.name === 'waiting') return <Clock aria-hidden className={cn(common, 'text-ink-faint')} />
  return (
    <span
      aria-hidden
      className={cn(common, 'animate-spin rounded-full border-2 border-track border-t-accent')}
    />
  )
}

function RowButtons({
  item: { id, fileName, phase },
  actions,
}: {
  item: UploadItem
  actions: UploadActions
}) {
  const canCancel = ['waiting', 'hashing', 'sending', 'paused', 'failed'].includes(phase.name)
  return (
    <div className="flex shrink-0">
      {phase.name === 'sending' ? (
        <IconButton label={`Pause ${fileName}`} size="sm" tooltip="none" onClick={() => actions.pause(id)}>
          <Pause />
        </IconButton>
      ) : null}
      {phase.name === 'paused' ? (
        <IconButton label={`Resume ${fileName}`} size="sm" tooltip="none" onClick={() => actions.resume(id)}>
          <Play />
        </IconButton>
      ) : null}
      {phase.name === 'failed' ? (
        <IconButton label={`Retry ${fileName}`} size="sm" tooltip="none" onClick={() => actions.retry(id)}>
          <RotateCcw />
        </IconButton>
      ) : null}
      {canCancel ? (
        <IconButton label={`Cancel ${fileName}`} size="sm" tooltip="none" onClick={() => actions.cancel(id)}>
          <X />
        </IconButton>
      ) : null}
    </div>
  )
}
