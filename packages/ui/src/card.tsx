import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'

/** A bordered panel on the page. */
export function Card({ className, ...props }: ComponentProps<'section'>) {
  return <section className={cn('rounded-xl border border-line bg-surface', className)} {...props} />
}

/** A card's title line, with room for actions at its end. */
export function CardHeader({
  title,
  description,
  action,
}: {
  title: ReactNode
  description?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="flex items-start justify-between gap-3 px-4 pt-4 sm:px-5">
      <div className="grid gap-0.5">
        <h2 className="font-semibold text-base text-ink">{title}</h2>
        {description ? <p className="text-ink-soft text-sm">{description}</p> : null}
      </div>
      {action}
    </div>
  )
}

export function CardBody({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('p-4 sm:p-5', className)} {...props} />
}
