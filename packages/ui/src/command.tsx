'use client'

import { Command as Cmdk } from 'cmdk'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** A list that is filtered as one types; arrows move, Enter takes. */
export function Command({ className, ...props }: ComponentProps<typeof Cmdk>) {
  return <Cmdk className={cn('flex flex-col overflow-hidden text-ink text-sm', className)} {...props} />
}

export function CommandInput({ className, ...props }: ComponentProps<typeof Cmdk.Input>) {
  return (
    <Cmdk.Input
      className={cn(
        'h-10 w-full border-line border-b bg-transparent px-3 text-sm placeholder:text-ink-faint',
        className,
      )}
      {...props}
    />
  )
}

export function CommandList({ className, ...props }: ComponentProps<typeof Cmdk.List>) {
  return <Cmdk.List className={cn('max-h-80 overflow-y-auto p-1', className)} {...props} />
}

export function CommandEmpty({ className, ...props }: ComponentProps<typeof Cmdk.Empty>) {
  return <Cmdk.Empty className={cn('px-3 py-6 text-center text-ink-faint', className)} {...props} />
}

export function CommandGroup({ className, ...props }: ComponentProps<typeof Cmdk.Group>) {
  return (
    <Cmdk.Group
      className={cn(
        '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-faint [&_[cmdk-group-heading]]:text-xs',
        className,
      )}
      {...props}
    />
  )
}

export function CommandItem({ className, ...props }: ComponentProps<typeof Cmdk.Item>) {
  return (
    <Cmdk.Item
      className={cn(
        'flex min-h-8 cursor-default select-none items-center gap-2 rounded-md px-2 py-1 data-[disabled=true]:opacity-50 data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-faint',
        className,
      )}
      {...props}
    />
  )
}

export function CommandSeparator() {
  return <Cmdk.Separator className="-mx-1 my-1 h-px bg-line" />
}
