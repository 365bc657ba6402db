'use client'
import { useIsMutating, useQuery } from '@tanstack/react-query'
import { useTRPC } from '~/trpc/client.tsx'
import { isUnderWay } from './read-report.ts'

/** While bytes arrive or a model is loaded: what a person watches. */
const FAST_MS = 1_000
const SLOW_MS = 10_000

/**
 * Weights, devices and memory, which change without any event: asked for again and again, often only while
 * something is under way or was asked for. A page that is hidden does not ask.
 */
export function useModelsReport({ slowMs = SLOW_MS }: { slowMs?: number } = {}) {
  const trpc = useTRPC()
  const isActing = useIsMutating({ mutationKey: trpc.models.pathKey() }) > 0
  return useQuery(
    trpc.models.report.queryOptions(undefined, {
      refetchInterval: ({ state }) => (isActing || (state.data && isUnderWay(state.data)) ? FAST_MS : slowMs),
      refetchIntervalInBackground: false,
      staleTime: 0,
    }),
  )
}
