'use client'
/** A turn that is being answered, followed as it is written; also after a reload, from where it is. */
import { isUnderWay, type Turn, type TurnEvent } from '@vitrine/contracts'
import { useEffect, useRef, useState } from 'react'
import { useTRPCClient } from '~/trpc/client.tsx'
import { applyTurnEvent, type LiveTurn } from './live-turn.ts'

/** Words are drawn together this often: a fast model must not render a thousand times a second. */
const FLUSH_MS = 40
const RETRY_MS = 2000

/**
 * The turn as it is now. One that is over is what the cache holds; one that is not is watched, and `onEnd` hears of
 * its end once.
 */
export function useLiveTurn(turn: Turn, onEnd: (turn: Turn) => void): LiveTurn {
  const client = useTRPCClient()
  const [live, setLive] = useState<LiveTurn | null>(null)
  const isRunning = isUnderWay(turn.state)
  const latest = useRef({ turn, onEnd })
  latest.current = { turn, onEnd }
  const { id } = turn

  useEffect(() => {
    if (!isRunning) return
    let state: LiveTurn = { turn: latest.current.turn, progress: null }
    let pending: TurnEvent[] = []
    let flushing: ReturnType<typeof setTimeout> | undefined
    let retrying: ReturnType<typeof setTimeout> | undefined
    let subscription: { unsubscribe: () => void } | null = null
    let isOver = false

    const flush = () => {
      flushing = undefined
      state = pending.reduce(applyTurnEvent, state)
      pending = []
      setLive(state)
      if (isUnderWay(state.turn.state)) return
      isOver = true
      subscription?.unsubscribe()
      latest.current.onEnd(state.turn)
    }
    const again = () => {
      if (isOver) return
      clearTimeout(retrying)
      retrying = setTimeout(watch, RETRY_MS)
    }
    const watch = () => {
      subscription?.unsubscribe()
      subscription = client.ask.watch.subscribe(
        { turnId: id },
        {
          onData: (event) => {
            pending.push(event)
            flushing ??= setTimeout(flush, FLUSH_MS)
          },
          // A server that stops says goodbye; the turn goes on, or is shown as interrupted, by another.
          onError: again,
          onComplete: again,
        },
      )
    }
    watch()
    return () => {
      isOver = true
      clearTimeout(flushing)
      clearTimeout(retrying)
      subscription?.unsubscribe()
      setLive(null)
    }
  }, [client, id, isRunning])

  return isRunning && live?.turn.id === id ? live : { turn, progress: null }
}
