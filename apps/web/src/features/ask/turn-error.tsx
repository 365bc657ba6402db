'use client'
/** A turn that failed: why, and what can be done about it, each a button. */
import type { Turn } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { CircleAlertIcon } from 'lucide-react'
import Link from 'next/link'
import { remediesFor, type TurnRemedy } from './turn-words.ts'

interface TurnErrorProps {
  error: NonNullable<Turn['error']>
  onRetry: () => void
  onIndex: () => void
  onEdit: () => void
}

export function TurnError({ error, onRetry, onIndex, onEdit }: TurnErrorProps) {
  const buttons: Record<TurnRemedy, React.ReactNode> = {
    retry: (
      <Button size="sm" key="retry" onClick={onRetry}>
        Try again
      </Button>
    ),
    index: (
      <Button size="sm" key="index" onClick={onIndex}>
        Ask the index
      </Button>
    ),
    shorter: (
      <Button size="sm" key="shorter" onClick={onEdit}>
        Change the question
      </Button>
    ),
    models: (
      <RemedyLink key="models" href="/models">
        Download a model
      </RemedyLink>
    ),
    server: (
      <RemedyLink key="server" href="/models#servers">
        Use a server
      </RemedyLink>
    ),
  }
  return (
    <div role="alert" className="rounded-lg bg-danger-soft px-3 py-2.5 text-danger-ink text-sm">
      <p className="flex items-start gap-2">
        <CircleAlertIcon aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0 [overflow-wrap:anywhere]">
          {error.message} {error.suggestion}
        </span>
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        {remediesFor(error.code).map((remedy) => buttons[remedy])}
      </div>
    </div>
  )
}

function RemedyLink({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <Button size="sm" asChild>
      <Link href={href}>{children}</Link>
    </Button>
  )
}
