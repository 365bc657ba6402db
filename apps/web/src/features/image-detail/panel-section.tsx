'use client'
import { type ReactNode, useId } from 'react'

interface PanelSectionProps {
  title: string
  /** Stands beside the title: a count, a button. */
  aside?: ReactNode
  children: ReactNode
}

/** A titled part of the side panel. */
export function PanelSection({ title, aside, children }: PanelSectionProps) {
  const headingId = useId()
  return (
    <section aria-labelledby={headingId} className="border-line border-t px-4 py-4 first:border-t-0">
      <div className="mb-2 flex min-h-8 items-center justify-between gap-2">
        <h2 id={headingId} className="font-semibold text-ink text-sm">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
