'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from '@vitrine/ui/toast'
import { useTRPC } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'

/** Asks for the deep reading of one image, or skips it; the page shows what comes of it. */
export function useDeepReading(id: number) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const settled = {
    onSuccess: () => queryClient.invalidateQueries(trpc.images.byId.queryFilter({ id })),
    onError: (error: unknown) => void toast.error(messageOf(error)),
  }
  const read = useMutation(trpc.images.rerun.mutationOptions(settled))
  const skip = useMutation(trpc.pipeline.cancel.mutationOptions(settled))
  return {
    read: () => read.mutate({ what: { ids: [id] }, stage: 'reasoning' }),
    skip: () => skip.mutate({ selection: { ids: [id] }, stage: 'reasoning' }),
    isBusy: read.isPending || skip.isPending,
  }
}

export type DeepReadingActions = ReturnType<typeof useDeepReading>
