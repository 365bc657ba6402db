'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { cn } from './cn.ts'

interface ScrollBoxProps {
  /** Said of the box where it can be scrolled by the keyboard. */
  label: string
  className?: string
  children: ReactNode
}

/**
 * A box whose content scrolls in it, sideways too. The keyboard reaches it while there is something to scroll, and
 * passes it by otherwise; pages with arrow keys of their own know it by `data-scrolls`.
 */
export function ScrollBox({ label, className, children }: ScrollBoxProps) {
  const box = useRef<HTMLDivElement>(null)
  const [isFull, setIsFull] = useState(false)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () =>
      setIsFull(
        element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1,
      )
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    for (const child of element.children) observer.observe(child)
    measure()
    return () => observer.disconnect()
  }, [])
  return (
    <div
      ref={box}
      className={cn('overflow-auto', className)}
      {...(isFull ? { role: 'region', 'aria-label': label, tabIndex: 0, 'data-scrolls': '' } : {})}
    >
      {children}
    </div>
  )
}
