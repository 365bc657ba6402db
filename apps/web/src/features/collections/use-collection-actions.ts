'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from '@vitrine/ui/toast'
import { useTRPC } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'

/** Makes, renames and removes collections. `onDone` runs after each that worked; a refused name is told back. */
export function useCollectionActions(onDone: () => void) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const onSuccess = () => {
    onDone()
    return queryClient.invalidateQueries(trpc.collections.list.queryFilter())
  }
  const create = useMutation(trpc.collections.create.mutationOptions({ onSuccess }))
  const rename = useMutation(trpc.collections.rename.mutationOptions({ onSuccess }))
  const remove = useMutation(
    trpc.collections.remove.mutationOptions({
      onSuccess,
      onError: (error) =>
        void toast.error('The collection could not be deleted', { description: messageOf(error) }),
    }),
  )
  const error = create.error ?? rename.error
  return {
    create: (name: string) => create.mutate({ name }),
    rename: (id: number, name: string) => rename.mutate({ id, name }),
    remove: (id: number) => remove.mutate({ id }),
    isBusy: create.isPending || rename.isPending,
    nameError: error ? messageOf(error) : undefined,
    reset: () => {
      create.reset()
      rename.reset()
    },
  }
}
