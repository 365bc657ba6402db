'use client'
/** What is being uploaded, floating over every page. */
import { Button } from '@vitrine/ui/button'
import { IconButton } from '@vitrine/ui/icon-button'
import { Progress } from '@vitrine/ui/progress'
import { ChevronDown, ChevronUp, Pause, Play, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { UploadList } from './upload-list.tsx'
import { useUploadState, useUploads } from './upload-provider.tsx'
import { summariseUploads, type UploadState, type UploadSummary } from './upload-state.ts'
import { detailOf, titleOf } from './upload-words.ts'

/** The panel, while there is something to show. */
export function UploadPanel() {
  const { uploader } = useUploads()
  const state = useUploadState()
  if (state.items.length === 0) return null
  return <UploadPanelView state={state} actions={uploader} />
}

/** What can be done: without an id, to every upload that can. */
export interface UploadActions {
  pause: (id?: number) => void
  resume: (id?: number) => void
  retry: (id?: number) => void
  cancel: (id?: number) => void
  clear: () => void
}

export function UploadPanelView({ state, actions }: { state: UploadState; actions: UploadActions }) {
  const [isOpen, setIsOpen] = useState(true)
  const summary = useMemo(() => summariseUploads(state), [state])
  const isOver = summary.settled === summary.files
  const detail = detailOf(summary)
  return (
    <section
      aria-label="Uploads"
      className="pop pointer-events-auto flex w-full flex-col overflow-hidden rounded-xl border border-line bg-raised shadow-lg sm:w-92"
    >
      <div className="flex items-center gap-1 py-1.5 pr-1.5 pl-3.5">
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-medium text-ink text-sm tabular-nums">{titleOf(summary)}</h2>
          {detail ? <p className="truncate text-ink-soft text-xs tabular-nums">{detail}</p> : null}
        </div>
        <PanelButtons summary={summary} actions={actions} />
        <IconButton
          label={isOpen ? 'Hide the files' : 'Show the files'}
          aria-expanded={isOpen}
          size="sm"
          tooltip="top"
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? <ChevronDown /> : <ChevronUp />}
        </IconButton>
        {isOver ? (
          <IconButton label="Close" size="sm" tooltip="top" onClick={() => actions.clear()}>
            <X />
          </IconButton>
        ) : null}
      </div>
      <Progress
        label="All uploads"
        value={summary.progress}
        tone={isOver && summary.failed === 0 ? 'success' : 'accent'}
        className="h-1 rounded-none"
      />
      {isOpen ? <UploadList items={state.items} actions={actions} /> : null}
      {summary.failed > 0 && isOver ? (
        <div className="flex justify-end border-line border-t p-2">
          <Button size="sm" onClick={() => actions.retry()}>
            Retry failed
          </Button>
        </div>
      ) : null}
      {/* The end is announced; the counting on the way is not. */}
      <p role="status" className="sr-only">
        {isOver ? [titleOf(summary), detail].filter(Boolean).join('. ') : ''}
      </p>
    </section>
  )
}

function PanelButtons({ summary, actions }: { summary: UploadSummary; actions: UploadActions }) {
  if (summary.running + summary.waiting > 0)
    return (
      <>
        <IconButton label="Pause uploads" size="sm" tooltip="top" onClick={() => actions.pause()}>
          <Pause />
        </IconButton>
        <Button variant="ghost" size="sm" onClick={() => actions.cancel()}>
          Cancel
        </Button>
      </>
    )
  if (summary.paused > 0)
    return (
      <>
        <IconButton label="Resume uploads" size="sm" tooltip="top" onClick={() => actions.resume()}>
          <Play />
        </IconButton>
        <Button variant="ghost" size="sm" onClick={() => actions.cancel()}>
          Cancel
        </Button>
      </>
    )
  return null
}
