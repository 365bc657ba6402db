'use client'
/** How a person likes the grid, kept in this browser. */
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import * as z from 'zod'

export const Density = z.enum(['compact', 'comfortable', 'large'])
export type Density = z.infer<typeof Density>

const Preferences = z.object({
  density: Density.catch('comfortable'),
  /** Whether headings tell the days apart. */
  byDay: z.boolean().catch(true),
  /** Whether the facets stand beside the grid on wide screens. */
  facets: z.boolean().catch(true),
})
export type Preferences = z.infer<typeof Preferences>

const KEY = 'vitrine.gallery'
const listeners = new Set<() => void>()

/** What is stored, or the defaults where it is nothing that can be understood. */
export function readPreferences(stored: string | null): Preferences {
  if (stored === null) return Preferences.parse({})
  try {
    return Preferences.catch(Preferences.parse({})).parse(JSON.parse(stored))
  } catch (error) {
    // Written by hand or by another version: the defaults serve.
    if (error instanceof SyntaxError) return Preferences.parse({})
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

/** The preferences and how to change some; another tab's changes arrive, too. */
export function usePreferences() {
  const stored = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(KEY),
    () => null,
  )
  const preferences = useMemo(() => readPreferences(stored), [stored])
  const change = useCallback((over: Partial<Preferences>) => {
    localStorage.setItem(KEY, JSON.stringify({ ...readPreferences(localStorage.getItem(KEY)), ...over }))
    for (const listener of listeners) listener()
  }, [])
  return { ...preferences, change }
}
