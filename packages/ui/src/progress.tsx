'use client'

import { Progress as Radix } from 'radix-ui'
import { cn } from './cn.ts'

const TONE = { accent: 'bg-accent', success: 'bg-success', danger: 'bg-danger', muted: 'bg-ink-faint' }

export type ProgressProps = {
  /** What is progressing, for assistive technology. */
  label: string
  /** 0..1; null while it is not known. */
  value: number | null
  tone?: keyof typeof TONE
  className?: string
}

/** A thin bar. */
export function Progress({ label, value, tone = 'accent', className }: ProgressProps) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <Radix.Root
      aria-label={label}
      value={percent}
      className={cn('h-1.5 w-full overflow-hidden rounded-full bg-track', className)}
    >
      <Radix.Indicator
        className={cn(
          'h-full origin-left rounded-full transition-transform duration-300 ease-out',
          TONE[tone],
          percent === null && 'progress-unknown',
        )}
        style={percent === null ? undefined : { transform: `scaleX(${percent / 100})` }}
      />
    </Radix.Root>
  )
}
