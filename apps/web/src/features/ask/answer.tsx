'use client'
/** The answer of a turn. How Markdown is drawn is fetched with the first one; until then it is shown as it is written. */
import type { Turn } from '@vitrine/contracts'
import { lazy, Suspense } from 'react'
import type { Grounding } from './grounding.ts'

const AnswerMarkdown = lazy(() => import('./answer-markdown.tsx'))

interface AnswerProps {
  turn: Turn
  grounding: Grounding
  isStreaming: boolean
}

export function Answer({ turn, grounding, isStreaming }: AnswerProps) {
  return (
    <div data-answer className="min-w-0">
      <Suspense
        fallback={
          <p className="whitespace-pre-wrap text-pretty text-ink leading-relaxed [overflow-wrap:anywhere]">
            {turn.answer}
          </p>
        }
      >
        <AnswerMarkdown
          text={turn.answer}
          grounding={grounding}
          citations={turn.citations}
          isStreaming={isStreaming}
        />
      </Suspense>
    </div>
  )
}
