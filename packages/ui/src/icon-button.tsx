'use client'

import { cva, type VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { Tooltip } from './tooltip.tsx'

const iconButtonStyles = cva(
  [
    'inline-flex shrink-0 items-center justify-center rounded-md transition-colors duration-150',
    'disabled:pointer-events-none disabled:opacity-45 [&_svg]:pointer-events-none [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        ghost:
          'text-ink-soft hover:bg-hover hover:text-ink aria-expanded:bg-hover aria-expanded:text-ink aria-pressed:bg-accent-soft aria-pressed:text-accent-ink',
        outline:
          'border border-line-strong bg-surface text-ink-soft hover:border-field hover:bg-sunken hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-accent-ink',
        danger: 'text-ink-soft hover:bg-danger-soft hover:text-danger-ink',
        overlay: 'bg-black/55 text-white backdrop-blur-sm hover:bg-black/75',
      },
      size: {
        xs: 'size-6 [&_svg]:size-3.5',
        sm: 'size-8 [&_svg]:size-4',
        md: 'size-9 [&_svg]:size-[1.125rem]',
        lg: 'size-11 [&_svg]:size-5',
      },
    },
    defaultVariants: { variant: 'ghost', size: 'md' },
  },
)

export type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> &
  VariantProps<typeof iconButtonStyles> & {
    /** The name for assistive technology, and the tooltip. */
    label: string
    /** Keys that do the same, shown in the tooltip. */
    shortcut?: string
    /** Where the tooltip stands; `none` leaves it out. */
    tooltip?: 'top' | 'bottom' | 'left' | 'right' | 'none'
    asChild?: boolean
  }

/** A button that shows an icon and is named by `label`. */
export function IconButton({
  label,
  shortcut,
  tooltip = 'bottom',
  variant,
  size,
  className,
  asChild = false,
  ...props
}: IconButtonProps) {
  const Root = asChild ? Slot.Root : 'button'
  const button = (
    <Root
      {...(asChild ? {} : { type: 'button' as const })}
      aria-label={label}
      className={cn(iconButtonStyles({ variant, size }), className)}
      {...props}
    />
  )
  if (tooltip === 'none') return button
  return (
    <Tooltip content={label} side={tooltip} {...(shortcut ? { shortcut } : {})}>
      {button}
    </Tooltip>
  )
}
