'use client'

import { Check, ChevronRight } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'

/** Not modal: a menu hides nothing of the page from assistive technology, and the page may scroll. */
export function DropdownMenu({ modal = false, ...props }: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root modal={modal} {...props} />
}
export const DropdownMenuTrigger = Radix.Trigger
export const DropdownMenuGroup = Radix.Group
export const DropdownMenuRadioGroup = Radix.RadioGroup
export const DropdownMenuSub = Radix.Sub

const panel =
  'pop z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 overflow-y-auto rounded-lg border border-line bg-raised p-1 text-ink text-sm shadow-lg'
const item =
  'relative flex min-h-8 cursor-default select-none items-center gap-2 rounded-md px-2 py-1 outline-none data-[highlighted]:bg-hover data-[disabled]:pointer-events-none data-[disabled]:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0'

export function DropdownMenuContent({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={6}
        collisionPadding={8}
        align="end"
        className={cn(panel, className)}
        {...props}
      />
    </Radix.Portal>
  )
}

export type DropdownMenuItemProps = ComponentProps<typeof Radix.Item> & {
  tone?: 'plain' | 'danger'
  /** Keys that do the same. */
  shortcut?: string
}

export function DropdownMenuItem({
  className,
  tone = 'plain',
  shortcut,
  children,
  ...props
}: DropdownMenuItemProps) {
  return (
    <Radix.Item
      className={cn(
        item,
        '[&_svg]:text-ink-faint',
        tone === 'danger' && 'text-danger-ink data-[highlighted]:bg-danger-soft [&_svg]:text-danger-ink',
        className,
      )}
      {...props}
    >
      {/* One child where there is no shortcut, so that a link may take the item's place (`asChild`). */}
      {shortcut ? (
        <>
          {children}
          <span className="ml-auto pl-6 text-ink-faint text-xs">{shortcut}</span>
        </>
      ) : (
        children
      )}
    </Radix.Item>
  )
}

export function DropdownMenuCheckboxItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Radix.CheckboxItem>) {
  return (
    <Radix.CheckboxItem className={cn(item, 'pl-8', className)} {...props}>
      <Mark />
      {children}
    </Radix.CheckboxItem>
  )
}

export function DropdownMenuRadioItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(item, 'pl-8', className)} {...props}>
      <Mark />
      {children}
    </Radix.RadioItem>
  )
}

export function DropdownMenuSubTrigger({
  className,
  children,
  ...props
}: ComponentProps<typeof Radix.SubTrigger>) {
  return (
    <Radix.SubTrigger className={cn(item, '[&_svg]:text-ink-faint', className)} {...props}>
      {children}
      <ChevronRight aria-hidden className="ml-auto" />
    </Radix.SubTrigger>
  )
}

export function DropdownMenuSubContent({ className, ...props }: ComponentProps<typeof Radix.SubContent>) {
  return (
    <Radix.Portal>
      <Radix.SubContent className={cn(panel, className)} {...props} />
    </Radix.Portal>
  )
}

export function DropdownMenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 font-medium text-ink-faint text-xs">{children}</Radix.Label>
}

export function DropdownMenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
}

function Mark() {
  return (
    <Radix.ItemIndicator className="absolute left-2 text-accent-ink">
      <Check aria-hidden />
    </Radix.ItemIndicator>
  )
}
