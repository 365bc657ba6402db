'use client'
/** The answer of a turn. How Markdown is drawn is fetched with the first one; until then it is shown as it is written. */
import type { Turn } from '@vitrine/contracts'
import dynamic from 'next/dynamic'
import type { Grounding } from './grounding.ts'
import { plainText } from './plain-text.ts'

const AnswerMarkdown = dynamic(() => import('./answer-markdown.tsx'), { ssr: false })

interface AnswerProps {
  turn: Turn
  grounding: Grounding
  isStreaming: boolean
}

export function Answer({ turn, grounding, isStreaming }: AnswerProps) {
  return (
    <div data-answer className="min-w-0">
      <AnswerMarkdown
        text={turn.answer}
        grounding={grounding}
        citations={turn.citations}
        isStreaming={isStreaming}
      />
      {/* Without scripts, and to whoever copies the page. */}
      <noscript>{plainText(turn.answer)}</noscript>
    </div>
  )
}
