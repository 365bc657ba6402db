'use client'
/** Which notices about models were dismissed, kept in this browser. */
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import * as z from 'zod'

const NoticeMemory = z.object({
  /** Whether the offer to download was declined. */
  isOfferDismissed: z.boolean().catch(false),
  /** The weights whose arrival needs no word any more: `key@revision`. */
  knownArrival: z.string().nullable().catch(null),
})
export type NoticeMemory = z.infer<typeof NoticeMemory>

const KEY = 'vitrine.models'
const listeners = new Set<() => void>()

/** What is stored, or that nothing was dismissed where it is nothing that can be understood. */
export function readNoticeMemory(stored: string | null): NoticeMemory {
  const nothing = { isOfferDismissed: false, knownArrival: null }
  if (stored === null) return nothing
  try {
    return NoticeMemory.catch(nothing).parse(JSON.parse(stored))
  } catch (error) {
    // Written by hand or by another version.
    if (error instanceof SyntaxError) return nothing
    throw error
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

/** The memory and how to change it; another tab's changes arrive, too. */
export function useNoticeMemory() {
  const stored = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(KEY),
    () => null,
  )
  const memory = useMemo(() => readNoticeMemory(stored), [stored])
  const remember = useCallback((over: Partial<NoticeMemory>) => {
    localStorage.setItem(KEY, JSON.stringify({ ...readNoticeMemory(localStorage.getItem(KEY)), ...over }))
    for (const listener of listeners) listener()
  }, [])
  return { memory, remember }
}
