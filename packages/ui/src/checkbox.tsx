'use client'

import { Check, Minus } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** A tick box; `checked="indeterminate"` when some but not all. Its hit area is 24 px. */
export function Checkbox({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={cn(
        'group relative inline-flex size-4.5 shrink-0 items-center justify-center rounded-sm border border-field bg-surface transition-colors after:absolute after:-inset-1 hover:border-ink-faint disabled:opacity-50 data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent',
        className,
      )}
      {...props}
    >
      <Radix.Indicator className="text-on-accent">
        <Minus
          aria-hidden
          className="hidden size-3.5 group-data-[state=indeterminate]:block"
          strokeWidth={3}
        />
        <Check aria-hidden className="hidden size-3.5 group-data-[state=checked]:block" strokeWidth={3} />
      </Radix.Indicator>
    </Radix.Root>
  )
}
