'use client'
/** What can be done to many pictures at once, each with its word afterwards. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Selection, TagName } from '@vitrine/contracts'
import { toast } from '@vitrine/ui/toast'
import { useTRPC, useTRPCClient } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'
import { hideFromLists } from '../live/live-updates.ts'
import { countOf } from '../live/pipeline-words.ts'

function fail(title: string) {
  return (error: unknown) => void toast.error(title, { description: messageOf(error) })
}

/** Moves to the trash, with a way back. */
export function useTrash(onDone: (ids: readonly number[]) => void) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const restore = useMutation(
    trpc.images.restore.mutationOptions({ onError: fail('The images could not be brought back') }),
  )
  return useMutation(
    trpc.images.trash.mutationOptions({
      onMutate: (selection) => {
        if ('ids' in selection) hideFromLists(queryClient, trpc, selection.ids)
      },
      onSuccess: ({ ids }) => {
        hideFromLists(queryClient, trpc, ids)
        onDone(ids)
        if (ids.length === 0) return
        toast.success(`${countOf(ids.length, 'image')} moved to the trash`, {
          action: { label: 'Undo', onClick: () => restore.mutate({ ids }) },
        })
      },
      onError: (error) => {
        fail('The images could not be deleted')(error)
        // What was hidden in advance is shown again.
        void queryClient.invalidateQueries(trpc.search.query.pathFilter())
      },
    }),
  )
}

/** Tags, collects and reads again. `onDone` runs after each that worked. */
export function useBulkActions(onDone: () => void) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()

  const tag = useMutation({
    mutationFn: async ({ name, selection }: { name: string; selection: Selection }) =>
      client.tags.add.mutate({ name: TagName.parse(name), selection }),
    onSuccess: ({ count }, { name }) => {
      toast.success(`Tagged ${countOf(count, 'image')} “${name}”`)
      void queryClient.invalidateQueries(trpc.tags.list.queryFilter())
      onDone()
    },
    onError: fail('The tag could not be added'),
  })
  const collect = useMutation({
    mutationFn: async ({ to, selection }: { to: number | string; selection: Selection }) => {
      const id = typeof to === 'number' ? to : (await client.collections.create.mutate({ name: to })).id
      return client.collections.add.mutate({ id, selection })
    },
    onSuccess: ({ count }) => {
      toast.success(`Added ${countOf(count, 'image')} to the collection`)
      void queryClient.invalidateQueries(trpc.collections.list.queryFilter())
      onDone()
    },
    onError: fail('The images could not be collected'),
  })
  const rerun = useMutation(
    trpc.images.rerun.mutationOptions({
      onSuccess: ({ count }) => {
        toast.success(`Reading ${countOf(count, 'image')} again`)
        onDone()
      },
      onError: fail('The images could not be read again'),
    }),
  )
  const readDeeply = useMutation(
    trpc.images.rerun.mutationOptions({
      onSuccess: ({ count }) => {
        toast.success(
          count === 0
            ? 'None of them has been read yet; their deep reading comes after.'
            : `${countOf(count, 'image')} will be read deeply`,
        )
        onDone()
      },
      onError: fail('The images could not be read deeply'),
    }),
  )
  const skipReading = useMutation(
    trpc.pipeline.cancel.mutationOptions({
      onSuccess: ({ count }) => {
        toast.success(
          count === 0
            ? 'No deep reading was due for them'
            : `The deep reading of ${countOf(count, 'image')} is skipped`,
        )
        onDone()
      },
      onError: fail('The deep readings could not be skipped'),
    }),
  )
  return { tag, collect, rerun, readDeeply, skipReading }
}
