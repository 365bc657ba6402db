import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export type EmptyStateProps = {
  icon?: ReactNode
  title: string
  children?: ReactNode
  /** What to do next. */
  action?: ReactNode
  /** `h1` where this is all the page says. */
  heading?: 'h1' | 'h2'
  className?: string
}

/** Says why there is nothing here and what to do about it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  heading: Heading = 'h2',
  className,
}: EmptyStateProps) {
  return (
    <div className={cn('mx-auto grid max-w-md justify-items-center gap-3 px-6 py-16 text-center', className)}>
      {icon ? (
        <div
          aria-hidden
          className="grid size-12 place-items-center rounded-full border border-line bg-surface text-ink-faint [&_svg]:size-5.5"
        >
          {icon}
        </div>
      ) : null}
      <Heading className="text-balance font-semibold text-ink text-lg">{title}</Heading>
      {children ? <div className="text-pretty text-ink-soft text-sm leading-relaxed">{children}</div> : null}
      {action ? <div className="flex flex-wrap justify-center gap-2 pt-2">{action}</div> : null}
    </div>
  )
}
