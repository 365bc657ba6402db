'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Annotation, AnnotationBody, ImageDetail, TaskResponse } from '@vitrine/contracts'
import { toast } from '@vitrine/ui/toast'
/** Keeping answers of tools, and dropping what was kept. */
import { useTRPC } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'
import type { Run } from './tool-runs.ts'

const keyOf = (body: AnnotationBody, { task, model }: Pick<TaskResponse, 'task' | 'model'>) =>
  JSON.stringify([body, task, model.id, model.revision, model.dtype, model.device])

/** Those of an answer's bodies that are kept already, by their places in it. */
export function keptPlaces(
  annotations: readonly Annotation[],
  response: TaskResponse,
  bodies: readonly AnnotationBody[],
): ReadonlySet<number> {
  const kept = new Set(
    annotations.flatMap(({ isKept, body, source }) =>
      isKept && source.by === 'model' && source.task !== 'reading'
        ? [keyOf(body, { task: source.task, model: source.model })]
        : [],
    ),
  )
  return new Set(bodies.flatMap((body, index) => (kept.has(keyOf(body, response)) ? [index] : [])))
}

/** Every change reads the image anew; failures speak in a toast. */
export function useKeeping({ id }: Pick<ImageDetail, 'id'>) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const settled = {
    onSuccess: () => queryClient.invalidateQueries(trpc.images.byId.queryFilter({ id })),
    onError: (error: unknown) => void toast.error(messageOf(error)),
  }
  const keep = useMutation(trpc.tools.keep.mutationOptions(settled))
  const drop = useMutation(trpc.tools.drop.mutationOptions(settled))
  const putBack = useMutation(trpc.tools.putBack.mutationOptions(settled))
  return {
    isBusy: keep.isPending || drop.isPending,
    /** Keeps the places of an answer that are named, or all of it. */
    keep(run: Run, which?: number[]) {
      if (run.outcome.state !== 'done') return
      const { response, bodies } = run.outcome
      keep.mutate(
        { id, response, input: run.input, ...(which ? { which } : {}) },
        {
          onSuccess: () =>
            void toast.success(which?.length === 1 || bodies.length === 1 ? 'Kept.' : 'All kept.', {
              description: 'Searches find it, and reading the image again leaves it.',
            }),
        },
      )
    },
    /** Drops kept annotations and offers an undo. */
    drop(annotationIds: number[]) {
      drop.mutate(
        { id, annotationIds },
        {
          onSuccess: ({ dropped }) => {
            if (dropped.length === 0) return
            toast.message(dropped.length === 1 ? 'Dropped.' : `${dropped.length} dropped.`, {
              action: { label: 'Undo', onClick: () => putBack.mutate({ id, annotations: dropped }) },
            })
          },
        },
      )
    },
  }
}
