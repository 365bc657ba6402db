'use client'
/** The keys of the image page; fields, lists, sliders and menus keep theirs. */
import { useEffect, useRef } from 'react'
import { isTyping } from '../search/use-focus-key.ts'

/** What the keys do, by key. */
export type ImageKeys = Partial<Record<string, () => void>>

const OWN_KEYS = '[role=menu],[role=dialog],[role=alertdialog],[role=listbox],[role=slider],input[type=range]'

/** Whether a key belongs to the page, not to what has the focus. */
export function isPageKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false
  if (isTyping(event.target)) return false
  // Arrows walk a choice, and scroll what scrolls.
  if (
    event.key.startsWith('Arrow') &&
    event.target instanceof Element &&
    event.target.matches('[type=radio],[data-scrolls]')
  )
    return false
  return !(event.target instanceof Element && event.target.closest(OWN_KEYS))
}

/** Listens on the document while mounted. The handlers may change with every render. */
export function useImageKeys(keys: ImageKeys) {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = latest.current[event.key]
      if (!action || !isPageKey(event)) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
