'use client'
/** Keys that work anywhere on the gallery, unless something else is in hand. */
import { useEffect, useRef } from 'react'

export interface GalleryKeys {
  onAll: () => void
  onClear: () => void
  onDelete: () => void
  onToggle: () => void
}

const BUSY =
  'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"]'

/** Ctrl+A everything, Escape nothing, Delete what is chosen, Space the picture in focus. */
export function useGalleryKeys(keys: GalleryKeys) {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return
      if (event.target instanceof Element && event.target.closest(BUSY)) return
      const act = actionOf(event, latest.current)
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

function actionOf(event: KeyboardEvent, keys: GalleryKeys): (() => void) | null {
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'a' ? keys.onAll : null
  switch (event.key) {
    case 'Escape':
      return keys.onClear
    case 'Delete':
    case 'Backspace':
      return keys.onDelete
    case ' ':
      return event.target instanceof HTMLElement && event.target.dataset.index !== undefined
        ? keys.onToggle
        : null
    default:
      return null
  }
}
