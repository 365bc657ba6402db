'use client'

import type { ComponentProps, ReactNode } from 'react'
import { useId } from 'react'
import { cn } from './cn.ts'

/** The looks of a field, for those that build their own around an `input`. */
export const fieldStyles =
  'w-full rounded-md border border-field bg-surface px-3 text-ink text-sm shadow-xs placeholder:text-ink-faint transition-colors hover:border-ink-faint disabled:opacity-50 aria-invalid:border-danger'

/** A one-line text field. */
export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(fieldStyles, 'h-9', className)} {...props} />
}

/** A text field of several lines that grows with its text. */
export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      className={cn(fieldStyles, 'field-sizing-content min-h-20 py-2 leading-relaxed', className)}
      {...props}
    />
  )
}

export type FieldProps = {
  label: string
  hint?: ReactNode
  error?: string | undefined
  className?: string
  /** Gets the ids that tie label, hint and error to the control. */
  children: (ids: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': boolean | undefined
  }) => ReactNode
}

/** A labelled control with a hint and, when something is wrong, the error. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId()
  const hintId = hint ? `${id}-hint` : undefined
  const errorId = error ? `${id}-error` : undefined
  const describedBy = [hintId, errorId].filter(Boolean).join(' ') || undefined
  return (
    <div className={cn('grid gap-1.5', className)}>
      <label htmlFor={id} className="font-medium text-ink text-sm">
        {label}
      </label>
      {children({ id, 'aria-describedby': describedBy, 'aria-invalid': error ? true : undefined })}
      {hint ? (
        <p id={hintId} className="text-ink-faint text-xs">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={errorId} role="alert" className="text-danger-ink text-xs">
          {error}
        </p>
      ) : null}
    </div>
  )
}
