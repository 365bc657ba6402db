'use client'
/** The keyboard of a combobox whose list follows the text: arrows walk, Enter takes, Escape clears. */
import { type KeyboardEvent, useState } from 'react'

/** What the box does with keys; `-1` means that no row is active and Enter takes the text as it stands. */
export interface ComboboxActions {
  count: number
  onTake: (index: number) => void
  onSubmit: () => void
  onClear: () => void
}

/** The row after a step through `count` rows and the text itself (`-1`), round and round. */
export function stepIndex(index: number, step: 1 | -1, count: number): number {
  const next = index + step
  if (next >= count) return -1
  return next < -1 ? count - 1 : next
}

/** Open state, active row and the key handler of one combobox. */
export function useCombobox({ count, onTake, onSubmit, onClear }: ComboboxActions) {
  const [isOpen, setIsOpen] = useState(false)
  const [activeIndex, setActiveIndex] = useState(-1)
  const active = activeIndex < count ? activeIndex : -1

  const open = () => {
    setIsOpen(true)
    setActiveIndex(-1)
  }
  const close = () => {
    setIsOpen(false)
    setActiveIndex(-1)
  }
  const take = () => {
    if (isOpen && active >= 0) onTake(active)
    else {
      close()
      onSubmit()
    }
  }

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // An input method's own Enter and arrows choose characters, not rows.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!isOpen) open()
      else setActiveIndex(stepIndex(active, event.key === 'ArrowDown' ? 1 : -1, count))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      take()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      close()
      onClear()
    }
  }

  return { isOpen: isOpen && count > 0, active, open, close, onKeyDown, setActiveIndex }
}
