import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** Holds the place of what is loading; give it the size of what will come. */
export function Skeleton({ className, ...props }: ComponentProps<'div'>) {
  return <div aria-hidden className={cn('skeleton rounded-md bg-track', className)} {...props} />
}
