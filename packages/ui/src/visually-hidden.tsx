import type { ComponentProps } from 'react'

/** Said to assistive technology, not shown. */
export function VisuallyHidden(props: ComponentProps<'span'>) {
  return <span className="sr-only" {...props} />
}
