'use client'

import { ScrollArea as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

/** A scrolling panel with a slim bar; named, so that the keyboard can reach and scroll it. */
export function ScrollArea({
  label,
  className,
  children,
}: {
  label: string
  className?: string
  children: ReactNode
}) {
  return (
    <Radix.Root className={cn('relative overflow-hidden', className)}>
      <Radix.Viewport tabIndex={0} role="region" aria-label={label} className="size-full rounded-[inherit]">
        {children}
      </Radix.Viewport>
      <Radix.Scrollbar orientation="vertical" className="flex w-2.5 touch-none select-none p-0.5">
        <Radix.Thumb className="flex-1 rounded-full bg-line-strong" />
      </Radix.Scrollbar>
    </Radix.Root>
  )
}
