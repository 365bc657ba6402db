'use client'
/** What was asked on this page, newest first; one answer is open, and drawn on the picture. */
import type { ImageDetail } from '@vitrine/contracts'
import { IconButton } from '@vitrine/ui/icon-button'
import { ChevronRightIcon, XIcon } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { RunAnswer } from './run-answer.tsx'
import type { Run } from './tool-runs.ts'
import { titleOf } from './tool-words.ts'
import type { Tools } from './use-tools.ts'

/** "3", "running", "failed": what stands at the end of a run's row. */
function stateOf({ outcome }: Run): string {
  return outcome.state === 'done' ? String(outcome.bodies.length) : outcome.state
}

interface RunListProps {
  image: ImageDetail
  tools: Tools
  onReveal: (id: number) => void
}

/**
 * Brings an answer into view when it arrives: beside the picture always, beneath it (on a phone) only when it is a
 * text, because places are seen on the picture.
 */
function useArrival({ outcome }: Run, isShown: boolean) {
  const row = useRef<HTMLLIElement>(null)
  const arrived = isShown && outcome.state === 'done' ? outcome.response : null
  useEffect(() => {
    if (!arrived) return
    const isBeside = window.matchMedia('(min-width: 64rem)').matches
    if (isBeside || arrived.result.type === 'text') row.current?.scrollIntoView({ block: 'nearest' })
  }, [arrived])
  return row
}

function RunRow({ image, run, tools, onReveal }: RunListProps & { run: Run }) {
  const isShown = tools.shown?.key === run.key
  const title = titleOf(run)
  const row = useArrival(run, isShown)
  return (
    <li ref={row} className="scroll-mt-20 scroll-mb-24 py-1.5">
      <div className="flex items-center gap-1">
        <button
          type="button"
          aria-expanded={isShown}
          className="-mx-1 flex min-h-8 min-w-0 flex-1 items-center gap-1.5 rounded-md px-1 text-left font-medium text-sm"
          onClick={() => tools.show(run.key)}
        >
          <ChevronRightIcon
            aria-hidden
            className={`size-4 shrink-0 transition-transform ${isShown ? 'rotate-90' : ''}`}
          />
          <span className="min-w-0 flex-1 truncate">{title}</span>{' '}
          <span className="shrink-0 font-normal text-ink-faint text-xs tabular-nums">{stateOf(run)}</span>
        </button>
        <IconButton
          size="sm"
          tooltip="left"
          className="-mr-2"
          label={`Remove ${title}`}
          onClick={() => tools.remove(run.key)}
        >
          <XIcon aria-hidden />
        </IconButton>
      </div>
      {isShown && (
        <div className="mt-1">
          <RunAnswer image={image} run={run} tools={tools} onReveal={onReveal} />
        </div>
      )}
    </li>
  )
}

/** Absent until something was asked. */
export function RunList({ image, tools, onReveal }: RunListProps) {
  if (tools.runs.length === 0) return null
  return (
    <ul aria-label="Asked on this page" className="mt-4 divide-y divide-line border-line border-t">
      {tools.runs.map((run) => (
        <RunRow key={run.key} image={image} run={run} tools={tools} onReveal={onReveal} />
      ))}
    </ul>
  )
}
