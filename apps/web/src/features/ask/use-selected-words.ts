'use client'
/** What is selected of an answer, and where: for the bar that offers what can be done with it. */
import { useEffect, useState } from 'react'

/** No phrase is longer than a model can look for. */
const MAX_CHARS = 2000

export interface SelectedWords {
  text: string
  turnId: number
  /** Pixels from the window's upper left corner: the middle of the last line's lower edge. */
  at: { x: number; y: number }
}

/** Null where nothing, or something outside of one answer, is selected. */
export function selectedWords(selection: Selection | null): SelectedWords | null {
  const text = selection?.toString().trim().slice(0, MAX_CHARS) ?? ''
  if (!selection || selection.isCollapsed || selection.rangeCount === 0 || text === '') return null
  const range = selection.getRangeAt(0)
  const node = range.commonAncestorContainer
  const element = node instanceof Element ? node : node.parentElement
  const turnId = /^turn-(\d+)$/.exec(element?.closest('[data-answer]')?.closest('article')?.id ?? '')?.[1]
  if (turnId === undefined) return null
  const { left, width, bottom } = range.getBoundingClientRect()
  return { text, turnId: Number(turnId), at: { x: left + width / 2, y: bottom } }
}

export function useSelectedWords(): { words: SelectedWords | null; letGo: () => void } {
  const [words, setWords] = useState<SelectedWords | null>(null)
  useEffect(() => {
    // While somebody still drags, a bar would be in the way.
    const settle = () => setWords(selectedWords(document.getSelection()))
    const change = () => {
      if (document.getSelection()?.isCollapsed !== false) setWords(null)
    }
    const hide = () => setWords(null)
    document.addEventListener('pointerup', settle)
    document.addEventListener('keyup', settle)
    document.addEventListener('selectionchange', change)
    document.addEventListener('scroll', hide, { capture: true, passive: true })
    return () => {
      document.removeEventListener('pointerup', settle)
      document.removeEventListener('keyup', settle)
      document.removeEventListener('selectionchange', change)
      document.removeEventListener('scroll', hide, { capture: true })
    }
  }, [])
  return { words, letGo: () => setWords(null) }
}
