'use client'

import { AlertDialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'

export type ConfirmDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description: ReactNode
  /** What the button does, as a verb: "Delete for good". */
  action: string
  onConfirm: () => void
}

/** Asks before something that can't be taken back. The focus starts on Cancel. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  description,
  action,
  onConfirm,
}: ConfirmDialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="dialog-overlay fixed inset-0 z-50 bg-black/50" />
        <Radix.Content className="dialog-panel -translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-50 grid w-[min(26rem,calc(100vw-2rem))] gap-3 rounded-xl border border-line bg-raised p-5 shadow-xl">
          <Radix.Title className="font-semibold text-ink text-lg leading-tight">{title}</Radix.Title>
          <Radix.Description className="text-ink-soft text-sm">{description}</Radix.Description>
          <div className="flex justify-end gap-2 pt-2">
            <Radix.Cancel asChild>
              <Button>Cancel</Button>
            </Radix.Cancel>
            <Radix.Action asChild>
              <Button variant="danger" onClick={onConfirm}>
                {action}
              </Button>
            </Radix.Action>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
