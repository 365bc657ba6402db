'use client'
import { TRPCClientError } from '@trpc/client'
import {
  ErrorCode,
  type ImageDetail,
  keepableBodies,
  type TaskInput,
  type TaskName,
} from '@vitrine/contracts'
/** Asks tools of one image and holds their answers until the page is left. */
import { useEffect, useReducer, useRef } from 'react'
import { z } from 'zod'
import { useTRPCClient } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'
import { changeRuns, noRuns, type Run, type RunFailure, type Runs, shownRun } from './tool-runs.ts'

export interface ToolRuns {
  runs: Runs['runs']
  shown: Run | null
  isRunning: boolean
  start: (task: TaskName, input: TaskInput) => void
  /** Ends what is running and forgets it. */
  cancel: () => void
  show: (key: number) => void
  remove: (key: number) => void
}

const ErrorData = z.object({ appError: z.object({ code: ErrorCode }) })

function failureOf(error: unknown): RunFailure {
  const data = ErrorData.safeParse(error instanceof TRPCClientError ? error.data : null)
  return { code: data.success ? data.data.appError.code : null, message: messageOf(error) }
}

/** One at a time: asking again ends what is running. */
export function useToolRuns(imageId: ImageDetail['id']): ToolRuns {
  const client = useTRPCClient()
  const [state, change] = useReducer(changeRuns, imageId, noRuns)
  const running = useRef<{ key: number; imageId: number; abort: AbortController } | null>(null)
  const lastKey = useRef(0)
  // Another image of the same page: seen while rendering, so that nothing of the last one is ever shown on it.
  if (state.imageId !== imageId) change({ type: 'open', imageId })

  useEffect(() => {
    return () => {
      if (running.current?.imageId !== imageId) return
      running.current.abort.abort()
      running.current = null
    }
  }, [imageId])

  const cancel = () => {
    const stopped = running.current
    if (!stopped) return
    running.current = null
    stopped.abort.abort()
    change({ type: 'remove', key: stopped.key })
  }
  const start = (task: TaskName, input: TaskInput) => {
    cancel()
    lastKey.current += 1
    const run = { key: lastKey.current, imageId, abort: new AbortController() }
    running.current = run
    change({ type: 'start', key: run.key, task, input })
    client.tools.run
      .mutate({ id: imageId, task, input }, { signal: run.abort.signal })
      .then(
        (response) => ({ state: 'done' as const, response, bodies: keepableBodies(response, input) }),
        (error: unknown) => ({ state: 'failed' as const, failure: failureOf(error) }),
      )
      .then((outcome) => {
        // What was cancelled has been forgotten.
        if (running.current !== run) return
        running.current = null
        change({ type: 'end', key: run.key, outcome })
      })
  }
  return {
    runs: state.runs,
    shown: shownRun(state),
    isRunning: state.runs.some(({ outcome }) => outcome.state === 'running'),
    start,
    cancel,
    show: (key) => change({ type: 'show', key }),
    remove: (key) => (running.current?.key === key ? cancel() : change({ type: 'remove', key })),
  }
}
