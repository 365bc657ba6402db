'use client'
/** One turn: the question, what is being done, the answer as it is written, and what can be done with it. */
import { isUnderWay, type Turn } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { Spinner } from '@vitrine/ui/spinner'
import { TriangleAlertIcon } from 'lucide-react'
import { memo, useCallback, useMemo, useState } from 'react'
import { PreviewPictureProvider } from '../code-preview/code-preview.tsx'
import { Answer } from './answer.tsx'
import { AnswerGroundProvider } from './answer-chip.tsx'
import { AnswerTools } from './answer-tools.tsx'
import type { BranchStep } from './branches.ts'
import type { Grounding } from './grounding.ts'
import { LibrarySearch } from './library-search.tsx'
import { QuestionView } from './question-view.tsx'
import { TurnError } from './turn-error.tsx'
import { announceTurn, progressLine, progressShare } from './turn-words.ts'
import { UsageLine } from './usage-line.tsx'
import { type TurnActions, usePutTurn } from './use-ask-actions.ts'
import { useLiveTurn } from './use-live-turn.ts'
import type { Pictures } from './use-pictures.ts'

export interface TurnViewProps {
  step: BranchStep
  pictures: Pictures
  grounding: Grounding
  actions: TurnActions
  isEditing: boolean
  onEditing: (turnId: number | null) => void
  onBranch: (turnId: number) => void
  onReveal: (imageId: number) => void
}

function Progress({ turn, progress }: ReturnType<typeof useLiveTurn>) {
  const share = progressShare(progress)
  return (
    <div className="flex items-center gap-2 text-ink-soft text-sm">
      <Spinner className="size-4" />
      {progressLine(turn.state, progress)}
      {share !== null && (
        <span aria-hidden className="h-1 w-24 overflow-hidden rounded-full bg-track">
          <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
        </span>
      )}
    </div>
  )
}

function Warnings({ warnings }: Pick<Turn, 'warnings'>) {
  if (warnings.length === 0) return null
  return (
    <ul aria-label="Warnings of this answer" className="grid gap-1 text-sm text-warning-ink">
      {warnings.map((warning) => (
        <li key={warning} className="flex gap-2">
          <TriangleAlertIcon aria-hidden className="mt-0.5 size-4 shrink-0" />
          {warning}
        </li>
      ))}
    </ul>
  )
}

/** It ended before its time: what is written stays, and it can be asked again. */
function Cut({ state, onRetry }: Pick<Turn, 'state'> & { onRetry: () => void }) {
  if (state !== 'interrupted' && state !== 'stopped') return null
  return (
    <p className="flex flex-wrap items-center gap-2 text-ink-soft text-sm">
      {state === 'interrupted' ? 'Vitrine was stopped while this was written.' : 'You stopped this answer.'}
      <Button size="sm" onClick={onRetry}>
        Try again
      </Button>
    </p>
  )
}

/** Drawn anew only when something of its own changes: a conversation may have hundreds. */
export const TurnView = memo(function TurnView(props: TurnViewProps) {
  const { step, pictures, grounding, actions, isEditing, onReveal } = props
  const put = usePutTurn()
  const live = useLiveTurn(step.turn, put)
  const { turn } = live
  const isRunning = isUnderWay(turn.state)
  const [said, setSaid] = useState(turn.id)
  // Who opens a conversation is not told of answers that were there before.
  if (isRunning && said === turn.id) setSaid(0)
  const retry = useCallback(() => void actions.regenerate(turn.id), [actions, turn.id])
  const ground = useMemo(
    () => ({ grounding, citations: turn.citations, onReveal }),
    [grounding, turn.citations, onReveal],
  )
  const subject = pictures.get(turn.pictures[0]?.imageId ?? -1) ?? null
  return (
    <article
      id={`turn-${turn.id}`}
      aria-label={`Question: ${turn.question.slice(0, 80)}`}
      className="flex scroll-mt-4 flex-col gap-3"
    >
      <QuestionView
        step={step}
        pictures={pictures}
        isEditing={isEditing}
        onEditing={(isOpen) => props.onEditing(isOpen ? turn.id : null)}
        onEdit={(question) => void actions.edit(turn.id, question)}
        onBranch={props.onBranch}
      />
      <div className="flex min-w-0 flex-col gap-2.5" aria-busy={isRunning}>
        {turn.search && (
          <LibrarySearch
            search={turn.search}
            isUnderWay={isRunning}
            isLooking={turn.engine !== 'index'}
            onSearch={(query) =>
              void actions.send({
                conversationId: turn.conversationId,
                parentId: turn.parentId,
                question: turn.question,
                scope: 'library',
                query,
              })
            }
          />
        )}
        {turn.answer !== '' && (
          <PreviewPictureProvider picture={subject}>
            <AnswerGroundProvider value={ground}>
              <Answer turn={turn} grounding={grounding} isStreaming={isRunning} />
            </AnswerGroundProvider>
          </PreviewPictureProvider>
        )}
        {isRunning && turn.answer === '' && <Progress {...live} />}
        <Warnings warnings={turn.warnings} />
        <Cut state={turn.state} onRetry={retry} />
        {turn.state === 'failed' && turn.error && (
          <TurnError
            error={turn.error}
            onRetry={retry}
            onIndex={() => void actions.regenerate(turn.id, { engine: 'index' })}
            onEdit={() => props.onEditing(turn.id)}
          />
        )}
        {!isRunning && (
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {turn.answer !== '' && <AnswerTools turn={turn} pictures={pictures} actions={actions} />}
            <UsageLine turn={turn} />
          </div>
        )}
        <p role="status" className="sr-only">
          {said === turn.id ? '' : announceTurn(turn.state)}
        </p>
      </div>
    </article>
  )
})
