'use client'
/** What was asked on this page, newest first; one answer is open, and drawn on the picture. */
import type { ImageDetail } from '@vitrine/contracts'
import { IconButton } from '@vitrine/ui/icon-button'
import { ChevronRightIcon, XIcon } from 'lucide-react'
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

function RunRow({ image, run, tools, onReveal }: RunListProps & { run: Run }) {
  const isShown = tools.shown?.key === run.key
  const title = titleOf(run)
  return (
    <li className="py-1.5">
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
          <span className="min-w-0 flex-1 truncate">{title}</span>
          <span className="shrink-0 font-normal text-ink-faint text-xs tabular-nums">{stateOf(run)}</span>
        </button>
        <IconButton size="sm" tooltip="left" label={`Remove ${title}`} onClick={() => tools.remove(run.key)}>
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
