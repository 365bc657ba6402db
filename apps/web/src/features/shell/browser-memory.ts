'use client'
/** Small things that a person has chosen, kept in this browser and told to its other tabs. */
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import type * as z from 'zod'

export interface BrowserMemory<T> {
  /** What is stored, or `nothing` where it is nothing that can be understood. */
  read(stored: string | null): T
  /** The memory and how to change a part of it. */
  use(): [T, (over: Partial<T>) => void]
}

/** @param nothing What holds before anything was chosen. */
export function createBrowserMemory<T extends object>(
  key: string,
  schema: z.ZodType<T>,
  nothing: T,
): BrowserMemory<T> {
  const listeners = new Set<() => void>()

  function read(stored: string | null): T {
    if (stored === null) return nothing
    try {
      const parsed = schema.safeParse(JSON.parse(stored))
      return parsed.success ? parsed.data : nothing
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

  function use(): [T, (over: Partial<T>) => void] {
    const stored = useSyncExternalStore(
      subscribe,
      () => localStorage.getItem(key),
      () => null,
    )
    const memory = useMemo(() => read(stored), [stored])
    const change = useCallback((over: Partial<T>) => {
      localStorage.setItem(key, JSON.stringify({ ...read(localStorage.getItem(key)), ...over }))
      for (const listener of listeners) listener()
    }, [])
    return [memory, change]
  }

  return { read, use }
}
