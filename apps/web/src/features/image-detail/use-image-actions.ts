'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { EngineName, StageName } from '@vitrine/contracts'
import { toast } from '@vitrine/ui/toast'
import { useTRPC } from '~/trpc/client.tsx'
/** Everything a person can change about one image. Each change reads the image anew; failures speak in a toast. */
import { messageOf } from '../live/error-message.ts'

/** What every mutation here does when it ends. */
function useSettled(id: number) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return {
    onSuccess: () => queryClient.invalidateQueries(trpc.images.byId.queryFilter({ id })),
    onError: (error: unknown) => void toast.error(messageOf(error)),
  }
}

/** Captions, notes, tags and collections. */
export function useImageEdits(id: number) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const settled = useSettled(id)
  const alsoRead = (filter: Parameters<typeof queryClient.invalidateQueries>[0]) => ({
    ...settled,
    onSuccess: async () => {
      await Promise.all([settled.onSuccess(), queryClient.invalidateQueries(filter)])
    },
  })
  const tags = alsoRead(trpc.tags.pathFilter())
  const collections = alsoRead(trpc.collections.pathFilter())
  return {
    setCaption: useMutation(trpc.images.setCaption.mutationOptions(settled)),
    setNotes: useMutation(trpc.images.setNotes.mutationOptions(settled)),
    addTag: useMutation(trpc.tags.add.mutationOptions(tags)),
    removeTag: useMutation(trpc.tags.remove.mutationOptions(tags)),
    addToCollection: useMutation(trpc.collections.add.mutationOptions(collections)),
    takeFromCollection: useMutation(trpc.collections.take.mutationOptions(collections)),
    createCollection: useMutation(trpc.collections.create.mutationOptions(collections)),
  }
}

/** Trash, restore and reading anew. */
export function useImageFate(id: number) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const settled = useSettled(id)
  const listsToo = {
    ...settled,
    // Every image: an undo may come when the page already shows another one.
    onSuccess: async () => {
      await Promise.all([
        queryClient.invalidateQueries(trpc.images.byId.queryFilter()),
        queryClient.invalidateQueries(trpc.search.pathFilter()),
      ])
    },
  }
  const restore = useMutation(trpc.images.restore.mutationOptions(listsToo))
  const trash = useMutation(trpc.images.trash.mutationOptions(listsToo))
  const rerun = useMutation(trpc.images.rerun.mutationOptions(settled))
  return {
    restore: () => restore.mutate({ ids: [id] }),
    isRestoring: restore.isPending,
    isTrashing: trash.isPending,
    /** Moves it to the trash, offers an undo, and goes on with `after`. */
    trash: (after: () => void) =>
      trash.mutate(
        { ids: [id] },
        {
          onSuccess: () => {
            toast.message('Moved to the trash.', {
              action: { label: 'Undo', onClick: () => restore.mutate({ ids: [id] }) },
            })
            after()
          },
        },
      ),
    /** Without an engine, the best one there is reads. */
    rerun: (stage: StageName, engine?: EngineName) =>
      rerun.mutate(
        { what: { ids: [id] }, stage, ...(engine ? { engine } : {}) },
        { onSuccess: () => void toast.success('It will be read again. What people wrote or kept stays.') },
      ),
    isRerunning: rerun.isPending,
  }
}
