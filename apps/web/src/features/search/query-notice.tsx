'use client'
/** How a query was read, in kind words: over the results, and silent when there is nothing to say. */
import type { QueryExplanation } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { CircleAlertIcon, SparklesIcon } from 'lucide-react'
import { useSearchState } from './search-state.ts'
import { applySuggestion, markRanges } from './terms.ts'

/** "Showing results for receipt" and a way back to the words as they were typed. */
function Corrections({ corrections }: Pick<QueryExplanation, 'corrections'>) {
  return (
    <p>
      Showing results for{' '}
      {corrections.map(({ from, to }, index) => (
        <span key={from}>
          {index > 0 && ', '}
          <strong className="font-semibold text-ink">{to}</strong>
          <span className="text-ink-faint"> (nothing says “{from}”)</span>
        </span>
      ))}
      .
    </p>
  )
}

function Expansions({ expansions }: Pick<QueryExplanation, 'expansions'>) {
  return (
    <p className="flex items-baseline gap-1.5">
      <SparklesIcon aria-hidden className="size-3.5 shrink-0 translate-y-0.5 text-accent-ink" />
      <span>
        {expansions.map(({ word, also }, index) => (
          <span key={word}>
            {index > 0 && '; '}
            <strong className="font-semibold text-ink">{word}</strong> also finds{' '}
            {also.slice(0, 6).join(', ')}
            {also.length > 6 && ` and ${also.length - 6} more`}
          </span>
        ))}
      </span>
    </p>
  )
}

function Issues({ query, issues, onQuery }: IssuesProps) {
  return (
    <div className="w-fit max-w-full rounded-lg bg-warning-soft px-3 py-2 text-warning-ink">
      <p className="mb-1 font-mono text-xs" aria-hidden>
        {markRanges(query, issues).map((part, index) =>
          part.marked ? (
            // The parts have no identity but their place.
            <span key={`${index}:${part.text}`} className="underline decoration-wavy underline-offset-4">
              {part.text}
            </span>
          ) : (
            <span key={`${index}:${part.text}`}>{part.text}</span>
          ),
        )}
      </p>
      <ul className="flex flex-col gap-1">
        {issues.map((issue) => (
          <li key={`${issue.start}:${issue.message}`} className="flex items-start gap-2">
            <CircleAlertIcon aria-hidden className="mt-1 size-3.5 shrink-0" />
            <span className="min-w-0">
              {issue.message}{' '}
              {issue.suggestion !== undefined && (
                <Button
                  size="sm"
                  className="ml-1 h-7"
                  onClick={() => onQuery(applySuggestion(query, issue, issue.suggestion ?? ''))}
                >
                  Use {issue.suggestion}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

interface IssuesProps {
  query: string
  issues: QueryExplanation['issues']
  onQuery: (query: string) => void
}

/** Whether an explanation tells more than the query itself does: "dog" as "dog" does not. */
function saysMore(understood: string, query: string): boolean {
  return understood !== '' && understood.toLowerCase() !== query.trim().toLowerCase()
}

interface QueryNoticeProps {
  /** The explanation that came with the results. */
  explanation: QueryExplanation
  /** Whether only the newest candidates were ranked, and how to rank them all. */
  pooled?: boolean
  onEverything?: () => void
}

/** The notice over the results. Changes are announced politely. */
export function QueryNotice({ explanation, pooled = false, onEverything }: QueryNoticeProps) {
  const { query, setQuery } = useSearchState()
  const { issues, corrections, expansions, understood } = explanation
  return (
    <div role="status" aria-label="How the search was understood" className="text-ink-soft text-sm">
      {query.trim() !== '' && (
        <div className="flex flex-col gap-1.5 py-1">
          {saysMore(understood, query) && <p>Understood as: {understood}.</p>}
          {corrections.length > 0 && <Corrections corrections={corrections} />}
          {expansions.length > 0 && <Expansions expansions={expansions} />}
          {issues.length > 0 && <Issues query={query} issues={issues} onQuery={setQuery} />}
          {pooled && onEverything && (
            <p>
              The best of the newest matches come first.{' '}
              <Button variant="link" size="sm" onClick={onEverything}>
                Rank every match
              </Button>
            </p>
          )}
        </div>
      )}
    </div>
  )
}
