import { LoaderCircle } from 'lucide-react'
import { cn } from './cn.ts'

/** Turning while something is on its way. Decorative unless it gets a `label`. */
export function Spinner({ label, className }: { label?: string; className?: string }) {
  const icon = <LoaderCircle aria-hidden className={cn('size-4 animate-spin', className)} />
  if (!label) return icon
  return (
    <span role="status" aria-label={label} className="inline-flex">
      {icon}
    </span>
  )
}
