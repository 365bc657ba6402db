'use client'
/** Keeps the newest words in sight while they come, and leaves a reader who has gone up where they are. */
import { useCallback, useEffect, useRef, useState } from 'react'

/** This near the end counts as being there. */
const NEAR_PX = 48

export function useStickToBottom() {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const isStuck = useRef(true)
  /** Pixels from the end at which the reader is to stay. */
  const held = useRef<number | null>(null)
  const [isAway, setIsAway] = useState(false)

  const jump = useCallback(() => {
    const box = scroller.current
    if (!box) return
    isStuck.current = true
    setIsAway(false)
    box.scrollTop = box.scrollHeight
  }, [])

  useEffect(() => {
    const box = scroller.current
    const inner = content.current
    if (!box || !inner) return
    let lastTop = box.scrollTop
    const onScroll = () => {
      const isNear = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX
      // Only a reader moves up; words that come move the end down.
      if (isNear) isStuck.current = true
      else if (box.scrollTop < lastTop) isStuck.current = false
      lastTop = box.scrollTop
      setIsAway(!isNear && !isStuck.current)
    }
    const observer = new ResizeObserver(() => {
      if (held.current !== null) {
        box.scrollTop = box.scrollHeight - held.current
        held.current = null
      } else if (isStuck.current) box.scrollTop = box.scrollHeight
      else onScroll()
    })
    observer.observe(inner)
    observer.observe(box)
    box.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      box.removeEventListener('scroll', onScroll)
    }
  }, [])

  /** Lets the view stay where it was put: a link to a turn leads there, not to the end. */
  const release = useCallback(() => {
    isStuck.current = false
  }, [])
  /** Keeps what is in sight there when something comes in above it. */
  const hold = useCallback(() => {
    const box = scroller.current
    if (box) held.current = box.scrollHeight - box.scrollTop
  }, [])
  return { scroller, content, isAway, jump, release, hold }
}
