'use client'
/** The last searches of this browser, newest first; they never leave it. */
import { useCallback, useSyncExternalStore } from 'react'
import * as z from 'zod'

const KEY = 'vitrine.recent-searches'
const CHANGED = 'vitrine:recent-searches'
const MOST = 8
const Recent = z.array(z.string().max(2000)).catch([])

/** What was stored, read anew; anything odd counts as nothing. */
export function parseRecent(stored: string | null): string[] {
  if (stored === null) return []
  const json = z
    .string()
    .transform((text, context) => {
      try {
        const value: unknown = JSON.parse(text)
        return value
      } catch (cause) {
        context.addIssue({ code: 'custom', message: `not JSON: ${String(cause)}` })
        return z.NEVER
      }
    })
    .safeParse(stored)
  return json.success ? Recent.parse(json.data) : []
}

/** The list with this search in front, once, and no longer than eight. */
export function withRecent(recent: readonly string[], query: string): string[] {
  const wanted = query.trim()
  if (wanted === '') return [...recent]
  return [wanted, ...recent.filter((one) => one !== wanted)].slice(0, MOST)
}

function subscribe(onChange: () => void) {
  window.addEventListener('storage', onChange)
  window.addEventListener(CHANGED, onChange)
  return () => {
    window.removeEventListener('storage', onChange)
    window.removeEventListener(CHANGED, onChange)
  }
}

const read = () => window.localStorage.getItem(KEY)
const readOnServer = () => null

function write(recent: readonly string[]) {
  window.localStorage.setItem(KEY, JSON.stringify(recent))
  window.dispatchEvent(new Event(CHANGED))
}

/** The recent searches and the ways to change them. */
export function useRecentSearches() {
  const stored = useSyncExternalStore(subscribe, read, readOnServer)
  return {
    recent: parseRecent(stored),
    remember: useCallback((query: string) => write(withRecent(parseRecent(read()), query)), []),
    forgetAll: useCallback(() => write([]), []),
  }
}
