'use client'

import { Toaster as Sonner, toast as sonner } from 'sonner'

/** Where toasts appear; once, in the layout. */
export function Toaster({ theme }: { theme: 'light' | 'dark' | 'system' }) {
  return (
    <Sonner
      theme={theme}
      position="bottom-center"
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
