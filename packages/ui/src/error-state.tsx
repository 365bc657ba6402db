import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { cn } from './cn.ts'

export type ErrorStateProps = {
  title: string
  /** What went wrong, in a sentence a person can read. */
  message: ReactNode
  suggestion?: ReactNode
  onRetry?: () => void
  /** `h1` where this is all the page says. */
  heading?: 'h1' | 'h2'
  className?: string
}

/** Says what went wrong, what to do, and offers another try. */
export function ErrorState({
  title,
  message,
  suggestion,
  onRetry,
  heading: Heading = 'h2',
  className,
}: ErrorStateProps) {
  return (
    <div
      role="alert"
      className={cn('mx-auto grid max-w-md justify-items-center gap-3 px-6 py-16 text-center', className)}
    >
      <div
        aria-hidden
        className="grid size-12 place-items-center rounded-full bg-danger-soft text-danger-ink"
      >
        <TriangleAlert className="size-5.5" />
      </div>
      <Heading className="text-balance font-semibold text-ink text-lg">{title}</Heading>
      <p className="text-pretty text-ink-soft text-sm leading-relaxed">{message}</p>
      {suggestion ? <p className="text-pretty text-ink-soft text-sm">{suggestion}</p> : null}
      {onRetry ? (
        <Button className="mt-2" onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  )
}
