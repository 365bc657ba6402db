'use client'
import { type RefObject, useLayoutEffect, useState } from 'react'
import type { Room } from './overlay-geometry.ts'

/** The inner size of an element, kept up to date; zero before it is measured. */
export function useRoom(element: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState<Room>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const target = element.current
    if (!target) return
    const measure = () => setRoom({ width: target.clientWidth, height: target.clientHeight })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return room
}
