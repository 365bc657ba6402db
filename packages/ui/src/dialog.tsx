'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { IconButton } from './icon-button.tsx'

export const Dialog = Radix.Root
export const DialogTrigger = Radix.Trigger
export const DialogClose = Radix.Close

const overlay = 'dialog-overlay fixed inset-0 z-50 bg-black/50'

export type DialogContentProps = {
  title: string
  /** A sentence under the title; it describes the dialog to assistive technology. */
  description?: ReactNode
  children?: ReactNode
  /** Buttons, the main one last. */
  footer?: ReactNode
  className?: string
}

/** A dialog in the middle of the page; the focus stays in it and returns where it came from. */
export function DialogContent({ title, description, children, footer, className }: DialogContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlay} />
      <Radix.Content
        {...(description ? {} : { 'aria-describedby': undefined })}
        className={cn(
          'dialog-panel -translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-50 grid max-h-[calc(100dvh-2rem)] w-[min(28rem,calc(100vw-2rem))] gap-4 overflow-y-auto rounded-xl border border-line bg-raised p-5 shadow-xl',
          className,
        )}
      >
        <div className="grid gap-1 pr-8">
          <Radix.Title className="font-semibold text-ink text-lg leading-tight">{title}</Radix.Title>
          {description ? (
            <Radix.Description className="text-ink-soft text-sm">{description}</Radix.Description>
          ) : null}
        </div>
        <CloseButton />
        {children}
        {footer ? <div className="flex flex-wrap justify-end gap-2 pt-1">{footer}</div> : null}
      </Radix.Content>
    </Radix.Portal>
  )
}

export type SheetContentProps = Omit<DialogContentProps, 'footer'> & { side?: 'right' | 'left' | 'bottom' }

const SHEET_SIDE = {
  right: 'sheet-right inset-y-0 right-0 w-[min(24rem,90vw)] border-l',
  left: 'sheet-left inset-y-0 left-0 w-[min(24rem,90vw)] border-r',
  bottom:
    'sheet-bottom inset-x-0 bottom-0 max-h-[85dvh] rounded-t-xl border-t pb-[env(safe-area-inset-bottom)]',
}

/** A dialog that slides in from an edge, for what stands beside the content on wider screens. */
export function SheetContent({
  title,
  description,
  children,
  side = 'bottom',
  className,
}: SheetContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlay} />
      <Radix.Content
        {...(description ? {} : { 'aria-describedby': undefined })}
        className={cn(
          'fixed z-50 flex flex-col border-line bg-raised shadow-xl',
          SHEET_SIDE[side],
          className,
        )}
      >
        <div className="border-line border-b px-4 py-3.5 pr-12">
          <Radix.Title className="font-semibold text-base text-ink leading-tight">{title}</Radix.Title>
          {description ? (
            <Radix.Description className="text-ink-soft text-sm">{description}</Radix.Description>
          ) : null}
        </div>
        <CloseButton />
        <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
      </Radix.Content>
    </Radix.Portal>
  )
}

function CloseButton() {
  return (
    <Radix.Close asChild>
      <IconButton label="Close" size="sm" tooltip="none" className="absolute top-3 right-3">
        <X />
      </IconButton>
    </Radix.Close>
  )
}
