import { IconButton } from '@vitrine/ui/icon-button'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'

export interface NoticeFrameProps {
  /** Names the region for assistive technology. */
  label: string
  icon: ReactNode
  title: string
  children: ReactNode
  /** Buttons, the most likely first. */
  actions: ReactNode
  onDismiss: () => void
}

/** A quiet panel above the page's content, with a way to put it away. */
export function NoticeFrame({ label, icon, title, children, actions, onDismiss }: NoticeFrameProps) {
  return (
    <section
      aria-label={label}
      className="mx-(--page-gutter) mt-3 flex gap-3 rounded-xl border border-line bg-accent-soft p-3 pl-4 sm:items-center"
    >
      <span aria-hidden className="text-accent-ink max-sm:hidden [&_svg]:size-5">
        {icon}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-x-6 gap-y-2.5 sm:flex-row sm:items-center">
        <div className="min-w-0 flex-1 text-sm">
          <h2 className="font-medium text-ink">{title}</h2>
          <div className="mt-0.5 text-pretty text-ink-soft">{children}</div>
        </div>
        <div className="flex flex-wrap items-center gap-2">{actions}</div>
      </div>
      <IconButton label="Put this notice away" size="sm" tooltip="none" onClick={onDismiss}>
        <X />
      </IconButton>
    </section>
  )
}
