import { cn } from '@vitrine/ui/cn'
import { Spinner } from '@vitrine/ui/spinner'
import { CircleAlert, Clock, Files, Hourglass } from 'lucide-react'
import type { CardStatus } from './gallery-words.ts'

/** How far a picture is, on its card. The reason is in the title, and on the image's page. */
export function CardStatusBadge({ status }: { status: CardStatus }) {
  // An icon is enough for what holds nobody up.
  const isQuiet = status.tone === 'deferred' || status.tone === 'undecided'
  return (
    <span
      aria-hidden
      title={status.detail ? `${status.label}: ${status.detail}` : status.label}
      className={cn(
        'absolute right-1.5 bottom-1.5 inline-flex max-w-[calc(100%-0.75rem)] items-center gap-1.5 rounded-full px-2 py-1 font-medium text-[0.6875rem] text-white leading-none backdrop-blur-sm',
        status.tone === 'failed' ? 'bg-[#a1221c]' : 'bg-black/60',
        isQuiet && 'p-1.5',
      )}
    >
      <StatusIcon tone={status.tone} />
      {isQuiet ? null : <span className="truncate">{status.label}</span>}
    </span>
  )
}

function StatusIcon({ tone }: Pick<CardStatus, 'tone'>) {
  switch (tone) {
    case 'waiting':
      return <Clock className="size-3 shrink-0" />
    case 'working':
      return <Spinner className="size-3 shrink-0" />
    case 'failed':
      return <CircleAlert className="size-3 shrink-0" />
    case 'deferred':
      return <Hourglass className="size-3 shrink-0" />
    case 'undecided':
      return <Files className="size-3 shrink-0" />
  }
}
