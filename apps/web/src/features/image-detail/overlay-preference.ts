'use client'
/** What is drawn over pictures, remembered by this browser from one image to the next. */
import { useCallback, useSyncExternalStore } from 'react'
import { z } from 'zod'

const KEY = 'vitrine.overlay'
const CHANGED = 'vitrine:overlay'

/** Which overlays are drawn. */
export interface Shown {
  objects: boolean
  text: boolean
  /** What people keep from tools. */
  kept: boolean
}

const OverlayPreference = z.object({
  shown: z.object({ objects: z.boolean(), text: z.boolean(), kept: z.boolean() }),
  threshold: z.number().min(0).max(1),
})
/** The overlays and the least score, 0..1, of the detections that are drawn. */
export type OverlayPreference = z.infer<typeof OverlayPreference>

const usual: OverlayPreference = { shown: { objects: true, text: true, kept: true }, threshold: 0 }

/** `objects,text,0.5,kept` as stored, the last not always; anything else is the usual. */
export function parseOverlay(stored: string | null): OverlayPreference {
  const [objects, text, threshold, kept] = stored?.split(',') ?? []
  const parsed = OverlayPreference.safeParse({
    shown: { objects: objects === 'true', text: text === 'true', kept: kept !== 'false' },
    threshold: Number(threshold ?? Number.NaN),
  })
  return parsed.success ? parsed.data : usual
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

/** The preference and the way to change it. */
export function useOverlayPreference() {
  const stored = useSyncExternalStore(subscribe, read, readOnServer)
  const set = useCallback(({ shown, threshold }: OverlayPreference) => {
    window.localStorage.setItem(KEY, [shown.objects, shown.text, threshold, shown.kept].join(','))
    window.dispatchEvent(new Event(CHANGED))
  }, [])
  return [parseOverlay(stored), set] as const
}
