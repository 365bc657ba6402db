'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from '@vitrine/ui/toast'
import { useTRPC } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'

/** Has the video of a keyframe read as one sequence; the page shows what comes of it. */
export function useSequence(imageId: number) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const read = useMutation(
    trpc.videos.read.mutationOptions({
      onSuccess: () => {
        // It takes minutes: who has looked elsewhere, or can't look, is told.
        toast.success('The video was read.')
        return queryClient.invalidateQueries(trpc.images.byId.queryFilter({ id: imageId }))
      },
      onError: (error) => void toast.error(messageOf(error)),
    }),
  )
  return { read: () => read.mutate({ imageId }), isBusy: read.isPending }
}
