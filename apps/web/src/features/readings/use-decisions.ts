'use client'
/** Deciding between two readings, for one picture or many; each decision says what it did and can be undone. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from '@vitrine/ui/toast'
import { useTRPC } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'
import { formatNumber } from '../system/system-words.ts'

const fail = (title: string) => (error: unknown) => void toast.error(title, { description: messageOf(error) })

/** What a decision for so many pictures is told as. */
function decided(count: number, one: string, many: string): string {
  if (count === 0) return 'There was nothing to decide.'
  return count === 1 ? one : `${formatNumber(count)} ${many}`
}

/** `onDone` runs after each decision that worked. */
export function useDecisions(onDone: () => void = () => undefined) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const readAnew = () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.images.byId.queryFilter()),
      queryClient.invalidateQueries(trpc.search.pathFilter()),
      queryClient.invalidateQueries(trpc.readings.undecided.queryFilter()),
    ])
  const undecide = useMutation(
    trpc.readings.undecide.mutationOptions({
      onSuccess: readAnew,
      onError: fail('The decision could not be undone'),
    }),
  )
  const tell = (ids: number[], title: string) =>
    toast.success(
      title,
      ids.length > 0 ? { action: { label: 'Undo', onClick: () => undecide.mutate({ ids }) } } : {},
    )
  const accept = useMutation(
    trpc.readings.accept.mutationOptions({
      onSuccess: async ({ ids }) => {
        tell(ids, decided(ids.length, 'The new reading stays', 'new readings stay'))
        await readAnew()
        onDone()
      },
      onError: fail('The new reading could not be accepted'),
    }),
  )
  const takeBack = useMutation(
    trpc.readings.takeBack.mutationOptions({
      onSuccess: async ({ ids }) => {
        tell(ids, decided(ids.length, 'The former reading is back', 'former readings are back'))
        await readAnew()
        onDone()
      },
      onError: fail('The former reading could not be taken back'),
    }),
  )
  return { accept, takeBack, isPending: accept.isPending || takeBack.isPending }
}
