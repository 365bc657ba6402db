'use client'
/** The answer to one question: what was found, listed beside its shapes on the picture, kept or taken elsewhere. */
import type { ImageDetail } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { IconButton } from '@vitrine/ui/icon-button'
import { BookmarkCheckIcon, BookmarkPlusIcon, CircleAlertIcon, RotateCcwIcon } from 'lucide-react'
import Link from 'next/link'
import { useMemo } from 'react'
import { formatScore } from '../image-detail/image-words.ts'
import { MarkList } from '../image-detail/mark-list.tsx'
import { ExportMenu } from './export-menu.tsx'
import { indexOfAnswer } from './places.ts'
import type { Run, RunFailure, RunOutcome } from './tool-runs.ts'
import { adviceFor, countResults } from './tool-words.ts'
import { keptPlaces, useKeeping } from './use-keeping.ts'
import type { Tools } from './use-tools.ts'

interface AnswerProps {
  image: ImageDetail
  run: Run
  tools: Tools
  /** Brings an answer's place on the picture into view. */
  onReveal: (id: number) => void
}

function Failure({ failure, onRetry }: { failure: RunFailure; onRetry: () => void }) {
  const { message, hint, link, canRetry } = adviceFor(failure)
  return (
    <div role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger-ink text-sm">
      <p className="flex items-start gap-2">
        <CircleAlertIcon aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>
          {message} {hint}{' '}
          {link && (
            <Link href={link.href} className="underline underline-offset-4">
              {link.label}
            </Link>
          )}
        </span>
      </p>
      {canRetry && (
        <Button size="sm" variant="ghost" className="mt-1 text-danger-ink" onClick={onRetry}>
          <RotateCcwIcon aria-hidden /> Try again
        </Button>
      )}
    </div>
  )
}

type Done = Extract<RunOutcome, { state: 'done' }>

interface KeepButtonProps {
  text: string
  isKept: boolean
  tabIndex: 0 | -1
  onKeep: () => void
}

/** Keeps one answer; once kept it says so, and stays where it was for the focus. */
function KeepButton({ text, isKept, tabIndex, onKeep }: KeepButtonProps) {
  return (
    <IconButton
      size="sm"
      tooltip="left"
      label={isKept ? `Kept: ${text}` : `Keep ${text}`}
      tabIndex={tabIndex}
      aria-disabled={isKept || undefined}
      className={isKept ? 'text-accent-ink' : ''}
      onClick={() => (isKept ? undefined : onKeep())}
    >
      {isKept ? <BookmarkCheckIcon aria-hidden /> : <BookmarkPlusIcon aria-hidden />}
    </IconButton>
  )
}

/** What the button that keeps everything says. */
function keepAllLabel(count: number, keptCount: number): string {
  if (keptCount === count) return 'Kept'
  return count === 1 ? 'Keep' : 'Keep all'
}

function Found({ image, run, tools, onReveal, outcome }: AnswerProps & { outcome: Done }) {
  const { response, bodies } = outcome
  const keeping = useKeeping(image)
  const kept = useMemo(
    () => keptPlaces(image.annotations, response, bodies),
    [image.annotations, response, bodies],
  )
  const source = { by: 'model', engine: response.engine, model: response.model, task: response.task } as const
  const rows = tools.marks.map(({ id, label, score }) => ({ id, text: label, detail: formatScore(score) }))
  return (
    <>
      <MarkList
        label="Answers of the tool"
        rows={rows}
        marks={tools.highlights}
        onReveal={onReveal}
        action={({ id, text }, tabIndex) => (
          <KeepButton
            text={text}
            tabIndex={tabIndex}
            isKept={kept.has(indexOfAnswer(id))}
            onKeep={() => keeping.keep(run, [indexOfAnswer(id)])}
          />
        )}
      />
      <div className="mt-2 flex flex-wrap items-center gap-1">
        <Button
          size="sm"
          disabled={kept.size === bodies.length}
          busy={keeping.isBusy}
          onClick={() => keeping.keep(run)}
        >
          {keepAllLabel(bodies.length, kept.size)}
        </Button>
        <ExportMenu image={image} items={bodies.map((body) => ({ body, source }))} json={response} />
      </div>
    </>
  )
}

function Provenance({ outcome: { response } }: { outcome: Done }) {
  const { engine, model, timings, warnings } = response
  return (
    <div className="mt-2 flex flex-col gap-1 text-ink-faint text-xs">
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
      <p className="[overflow-wrap:anywhere]">
        {engine} · {model.id} · {(timings.totalMs / 1000).toFixed(1)} s
      </p>
    </div>
  )
}

/** What came of a run that is shown. */
export function RunAnswer({ image, run, tools, onReveal }: AnswerProps) {
  const { outcome, task, input } = run
  // The form says so, beside the button that cancels.
  if (outcome.state === 'running') return null
  if (outcome.state === 'failed')
    return <Failure failure={outcome.failure} onRetry={() => tools.repeat(task, input)} />
  return (
    <>
      {outcome.bodies.length === 0 ? (
        <p className="text-ink-soft text-sm">{countResults(0)}</p>
      ) : (
        <Found image={image} run={run} tools={tools} onReveal={onReveal} outcome={outcome} />
      )}
      <Provenance outcome={outcome} />
    </>
  )
}
