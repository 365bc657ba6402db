'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { EngineName, ResidencyRequest, WeightsKey } from '@vitrine/contracts'
import { toast } from '@vitrine/ui/toast'
import { useTRPC } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'
import type { WeightsAction } from './weights-actions.ts'

/** What can be done to weights, engines and devices; the report is read anew after each, whatever came of it. */
export function useModelActions() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const options = {
    onError: (error: unknown) => void toast.error('That did not work', { description: messageOf(error) }),
    onSettled: () => queryClient.invalidateQueries(trpc.models.report.queryFilter()),
  }
  const pull = useMutation(trpc.models.pull.mutationOptions(options))
  const cancel = useMutation(trpc.models.cancel.mutationOptions(options))
  const remove = useMutation(trpc.models.remove.mutationOptions(options))
  const use = useMutation(trpc.models.use.mutationOptions(options))
  const rescan = useMutation(trpc.models.rescan.mutationOptions(options))
  const residency = useMutation(trpc.models.residency.mutationOptions(options))
  const probe = useMutation(trpc.models.probeDevices.mutationOptions(options))
  const byKey = [pull, cancel, remove, use]
  return {
    act(action: WeightsAction, key: WeightsKey) {
      if (action === 'download' || action === 'resume') pull.mutate({ key })
      if (action === 'cancel') cancel.mutate({ key })
      if (action === 'remove') remove.mutate({ key })
      if (action === 'use') use.mutate({ key })
    },
    isBusy: (key: WeightsKey) => byKey.some(({ isPending, variables }) => isPending && variables.key === key),
    setResidency: (engine: EngineName, request: ResidencyRequest) => residency.mutate({ engine, request }),
    isMoving: (engine: EngineName) => residency.isPending && residency.variables.engine === engine,
    rescan: () => rescan.mutate(),
    isRescanning: rescan.isPending,
    probeDevices: () => probe.mutate(),
    isProbing: probe.isPending,
  }
}

export type ModelActions = ReturnType<typeof useModelActions>
