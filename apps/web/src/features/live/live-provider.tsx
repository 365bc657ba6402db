'use client'
/** The one subscription of a tab: it feeds the query cache, and says whether it is connected. */
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { useTRPC, useTRPCClient } from '~/trpc/client.tsx'
import { LiveUpdates } from './live-updates.ts'
import { retryFailed } from './retry-failed.ts'

/** `lost` only after it has been away for a moment: a blink is nobody's business. */
export type Connection = 'connecting' | 'open' | 'lost'

const LOST_AFTER_MS = 2500
const RETRY_MS = 3000

const ConnectionContext = createContext<Connection>('connecting')

/** Whether this tab hears of changes as they happen. */
export function useConnection(): Connection {
  return useContext(ConnectionContext)
}

export interface LiveProviderProps {
  /** The last event that happened before the page was read; the subscription starts after it. Null: from now. */
  since: number | null
  children: ReactNode
}

export function LiveProvider({ since, children }: LiveProviderProps) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const [connection, setConnection] = useState<Connection>('connecting')
  // The first value only: a refresh of the page brings a later one, and what lies between would be skipped.
  const [start] = useState(since)

  useEffect(() => {
    const updates = new LiveUpdates(queryClient, trpc)
    let lastEventId = start
    let subscription: { unsubscribe: () => void } | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    let retry: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    let wasOpen = false

    const report = (isOpen: boolean) => {
      clearTimeout(timer)
      if (isOpen) {
        setConnection('open')
        if (!wasOpen) retryFailed(queryClient)
      } else timer = setTimeout(() => setConnection('lost'), LOST_AFTER_MS)
      wasOpen = isOpen
    }
    const connectAgain = () => {
      if (isOver) return
      report(false)
      clearTimeout(retry)
      retry = setTimeout(connect, RETRY_MS)
    }
    const connect = () => {
      subscription?.unsubscribe()
      subscription = client.events.watch.subscribe(
        { lastEventId },
        {
          onData: ({ data }) => {
            lastEventId = data.id
            report(true)
            updates.push(data)
          },
          onConnectionStateChange: ({ state }) => report(state === 'pending'),
          // The link mends a cut connection by itself; these are for an answer that was an error, and for
          // a server that said goodbye because it stops: another one may soon be there in its place.
          onError: connectAgain,
          onComplete: connectAgain,
        },
      )
    }
    connect()
    return () => {
      isOver = true
      clearTimeout(timer)
      clearTimeout(retry)
      subscription?.unsubscribe()
      updates.stop()
    }
  }, [client, queryClient, start, trpc])

  return <ConnectionContext value={connection}>{children}</ConnectionContext>
}
