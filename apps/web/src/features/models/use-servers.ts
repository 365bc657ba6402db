'use client'
/** The servers that answer questions and read deeply: which they are, and what can be done about it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ServersReport } from '@vitrine/contracts'
import { toast } from '@vitrine/ui/toast'
import { useTRPC } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'

/** Servers come and go without an event. */
const REFRESH_MS = 15_000

/** What is asked from now on; a key that is left out stays as it is. */
export interface ServerChoice {
  servers: readonly { url: string; apiKey?: string }[]
  model: string | null
}

/** Of Ollama's memory; other servers take no such wish. */
export type HoldAction = 'pin' | 'unpin' | 'eject'

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
    choose: ({ servers, model }: ServerChoice, onDone?: () => void) =>
      choose.mutate({ servers: [...servers], model }, onDone ? { onSuccess: onDone } : {}),
    hold: (action: HoldAction) => residency.mutate({ engine: 'openai', request: { action } }),
    isBusy: choose.isPending || residency.isPending,
  }
}

export type Servers = ReturnType<typeof useServers>

/** The servers of a report as they are chosen anew, in their order and with the keys that they have. */
export const namedIn = ({ servers }: ServersReport) => servers.map(({ url }) => ({ url }))
