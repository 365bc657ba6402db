import type { PipelineStatus } from '@vitrine/contracts'
import { cn } from '@vitrine/ui/cn'
import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { searchHref } from '../search/search-state.ts'
import { formatCount } from './pipeline-words.ts'

const STAGES = [
  { key: 'queued', label: 'Queued', query: 'is:queued' },
  { key: 'perceiving', label: 'Reading', query: null },
  { key: 'reasoning', label: 'Reading deeply', query: null },
  { key: 'ready', label: 'Ready', query: 'is:ready' },
] as const

/** Where the images are, in the order in which they go; what can be looked at is a link, what is empty is left out. */
export function StageCounts({ status }: { status: PipelineStatus }) {
  return (
    <ol className="hidden items-center gap-1 text-ink-soft text-xs md:flex">
      {STAGES.filter(({ key }) => key === 'ready' || status[key] > 0).map(({ key, label, query }, index) => (
        <li key={key} className="flex items-center gap-1">
          {index > 0 ? <ChevronRight aria-hidden className="size-3 text-ink-faint" /> : null}
          <Stage label={label} count={status[key]} query={query} />
        </li>
      ))}
      {status.failed > 0 ? (
        <li className="ml-2">
          <Stage label="Failed" count={status.failed} query="is:failed" tone="danger" />
        </li>
      ) : null}
      {status.waitingForReasoning > 0 ? (
        <li className="ml-2">
          <Stage label="Waiting for deep reading" count={status.waitingForReasoning} query="is:waiting" />
        </li>
      ) : null}
    </ol>
  )
}

function Stage(props: { label: string; count: number; query: string | null; tone?: 'danger' }) {
  const text = (
    <>
      {props.label}{' '}
      <span className={cn('font-medium tabular-nums', props.tone ? '' : 'text-ink')}>
        {formatCount(props.count)}
      </span>
    </>
  )
  if (props.query === null || props.count === 0) return <span className="px-1">{text}</span>
  return (
    <Link
      href={searchHref({ query: props.query })}
      className={cn(
        'inline-flex min-h-6 items-center gap-1 rounded-sm px-1 hover:bg-hover',
        props.tone && 'text-danger-ink',
      )}
    >
      {text}
    </Link>
  )
}
