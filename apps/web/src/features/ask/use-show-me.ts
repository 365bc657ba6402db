'use client'
/** "Show me": finds what a phrase names on a picture, by the tools that perception has, and lights it. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { boundingBox, type TaskName, type TaskResponse } from '@vitrine/contracts'
import { toast } from '@vitrine/ui/toast'
import { useTRPC } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'
import type { Place } from './grounding.ts'
import { useLights } from './lights.tsx'

/** The first of them that can be done is asked: an outline says more than a box. */
const TASKS: readonly TaskName[] = [
  'referring-expression-segmentation',
  'open-vocabulary-detection',
  'phrase-grounding',
]

/** Where an answer of these tasks stands on the picture. */
export function placesOfAnswer(
  { result }: Pick<TaskResponse, 'result'>,
  imageId: number,
  phrase: string,
): Place[] {
  switch (result.type) {
    case 'detections':
      return result.detections.map(({ box, label }) => ({ imageId, box, polygons: [], label }))
    case 'polygons':
      return result.instances
        .filter(({ polygons }) => polygons.length > 0)
        .map(({ polygons, label }) => ({
          imageId,
          polygons,
          box: boundingBox(polygons.flat()),
          label: label || phrase,
        }))
    default:
      return []
  }
}

export function useShowMe() {
  const trpc = useTRPC()
  const lights = useLights()
  const { data } = useQuery(trpc.tools.available.queryOptions())
  const task = TASKS.find((one) => data?.tasks.includes(one)) ?? null
  const run = useMutation(
    trpc.tools.run.mutationOptions({
      onSuccess: (answer, { id, input }) => {
        const phrase = input?.phrase ?? ''
        const places = placesOfAnswer(answer, id, phrase)
        if (places.length === 0) toast.message(`“${phrase}” was not found on this picture.`)
        else lights.pin({ label: phrase, places })
      },
      onError: (error) => void toast.error('It could not be shown', { description: messageOf(error) }),
    }),
  )
  return {
    /** Whether something here can look for a phrase. */
    canShow: task !== null,
    isBusy: run.isPending,
    show: (id: number, phrase: string) => {
      if (task !== null) run.mutate({ id, task, input: { phrase } })
    },
  }
}
