'use client'
/** The servers that answer questions and read deeply: which they are, and what can be done about it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ServersReport } from '@vitrine/contracts'
import { toast } from '@vitrine/ui/toast'
import { useTRPC } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'

/** Servers come and go without an event. */
const REFRESH_MS = 15_000

/** What is asked from now on; an `apiKey` that is left out stays as it is, null is forgotten. */
export interface ServerChoice {
  urls: readonly string[]
  model: string | null
  apiKey?: string | null
}

export function useServers() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const report = useQuery(trpc.models.servers.queryOptions(undefined, { refetchInterval: REFRESH_MS }))
  const options = {
    onError: (error: unknown) => void toast.error('That did not work', { description: messageOf(error) }),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries(trpc.models.servers.queryFilter()),
        queryClient.invalidateQueries(trpc.models.report.queryFilter()),
        queryClient.invalidateQueries(trpc.system.report.queryFilter()),
        queryClient.invalidateQueries(trpc.ask.engines.queryFilter()),
      ]),
  }
  const choose = useMutation(trpc.models.chooseServers.mutationOptions(options))
  const residency = useMutation(trpc.models.residency.mutationOptions(options))
  const attempt = useMutation(trpc.models.tryServer.mutationOptions({ onError: options.onError }))
  return {
    report,
    attempt,
    choose: ({ urls, ...rest }: ServerChoice, onDone?: () => void) =>
      choose.mutate({ urls: [...urls], ...rest }, onDone ? { onSuccess: onDone } : {}),
    hold: (isHeld: boolean) =>
      residency.mutate({ engine: 'openai', request: { action: isHeld ? 'pin' : 'eject' } }),
    isBusy: choose.isPending || residency.isPending,
  }
}

export type Servers = ReturnType<typeof useServers>

/** The addresses of a report, in their order. */
export const urlsOf = ({ servers }: ServersReport) => servers.map(({ url }) => url)
