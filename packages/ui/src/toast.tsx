'use client'

import { Toaster as Sonner, toast as sonner } from 'sonner'

export interface ToasterProps {
  theme: 'light' | 'dark' | 'system'
  /** A CSS length from the bottom of the window, where something else floats there. */
  bottom?: string
}

/** Where toasts appear; once, in the layout. */
export function Toaster({ theme, bottom = '1.5rem' }: ToasterProps) {
  return (
    <Sonner
      theme={theme}
      position="bottom-center"
      offset={{ bottom }}
      mobileOffset={{ bottom }}
      containerAriaLabel="Messages"
      toastOptions={{
        classNames: {
          toast: '!rounded-lg !border-line !bg-raised !text-ink !shadow-lg !font-sans',
          description: '!text-ink-soft',
          actionButton: '!bg-primary !text-on-primary !rounded-md !h-7 !px-2.5 !font-medium',
          cancelButton: '!bg-sunken !text-ink-soft !rounded-md',
        },
      }}
    />
  )
}

export type ToastOptions = {
  description?: string
  /** One thing to do about it, for example Undo. */
  action?: { label: string; onClick: () => void }
  /** Milliseconds; messages with an action stay longer by default. */
  durationMs?: number
  /** The same id replaces the message instead of adding one. */
  id?: string
}

const read = ({ durationMs, action, ...rest }: ToastOptions) => ({
  ...rest,
  ...(action ? { action } : {}),
  duration: durationMs ?? (action ? 8000 : 4000),
})

/** Short messages about what just happened. */
export const toast = {
  message: (title: string, options: ToastOptions = {}) => sonner(title, read(options)),
  success: (title: string, options: ToastOptions = {}) => sonner.success(title, read(options)),
  error: (title: string, options: ToastOptions = {}) =>
    sonner.error(title, read({ durationMs: 8000, ...options })),
  dismiss: (id?: string) => sonner.dismiss(id),
}
