'use client'
import { type RefObject, useEffect } from 'react'

/** Whether typing into this element means text, so that single-key shortcuts must keep away. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable || target.matches('input:not([type=checkbox],[type=radio]), textarea, select')
  )
}

/** Lets a key (`/`) put the focus into a field, from anywhere but another field. */
export function useFocusKey(key: string, field: RefObject<HTMLInputElement | HTMLTextAreaElement | null>) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return
      event.preventDefault()
      field.current?.focus()
      field.current?.select()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [key, field])
}
