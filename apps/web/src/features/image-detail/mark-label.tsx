/** A label on the picture that can be read on anything, and lines that keep their width while it is zoomed. */
import { cn } from '@vitrine/ui/cn'
import type { SVGProps } from 'react'

/** `--zoom` is the scale at hand. */
export const lineWidth = (pixels: number) => ({ strokeWidth: `calc(${pixels}px / var(--zoom, 1))` })

export function MarkLabel({ className, ...props }: SVGProps<SVGTextElement>) {
  return (
    <text
      {...props}
      className={cn('fill-white font-semibold', className)}
      stroke="black"
      strokeOpacity={0.8}
      strokeLinejoin="round"
      paintOrder="stroke"
      style={{ fontSize: 'calc(12px / var(--zoom, 1))', ...lineWidth(3) }}
    />
  )
}
