'use client'
import { Button } from '@vitrine/ui/button'
import { Dialog, DialogContent } from '@vitrine/ui/dialog'
import { Field, Input } from '@vitrine/ui/input'
import { type FormEvent, useId, useState } from 'react'

export interface NameDialogProps {
  open: boolean
  title: string
  /** What the button does: "Create", "Rename". */
  action: string
  initial: string
  /** Why the server refused the name. */
  error: string | undefined
  isBusy: boolean
  onClose: () => void
  onName: (name: string) => void
}

/** Asks for a collection's name. */
export function NameDialog({
  open,
  title,
  action,
  initial,
  error,
  isBusy,
  onClose,
  onName,
}: NameDialogProps) {
  const [name, setName] = useState(initial)
  const formId = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim()) onName(name.trim())
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose()
      }}
    >
      <DialogContent
        title={title}
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form={formId} variant="primary" busy={isBusy} disabled={name.trim() === ''}>
              {action}
            </Button>
          </>
        }
      >
        <form id={formId} onSubmit={submit}>
          <Field label="Name" error={error}>
            {(ids) => (
              <Input
                {...ids}
                value={name}
                maxLength={100}
                autoComplete="off"
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  )
}
