import type { ReactNode } from 'react'
import { cn } from './cn.ts'

/** A key of the keyboard. */
export function Kbd({ children, tone = 'plain' }: { children: ReactNode; tone?: 'plain' | 'tip' }) {
  return (
    <kbd
      className={cn(
        'inline-flex h-5 min-w-5 items-center justify-center rounded-sm border px-1 font-sans text-[0.6875rem] leading-none',
        tone === 'tip' ? 'border-on-tip/30 text-on-tip' : 'border-line-strong bg-sunken text-ink-soft',
      )}
    >
      {children}
    </kbd>
  )
}
