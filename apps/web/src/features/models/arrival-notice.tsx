'use client'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { Weights } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { toast } from '@vitrine/ui/toast'
import { Sparkles } from 'lucide-react'
import { useTRPC } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'
import { countOf } from '../live/pipeline-words.ts'
import { NoticeFrame } from './notice-frame.tsx'

/** Pictures go on being read by the old engine until the new one is loaded. */
const COUNT_MS = 15_000

export interface ArrivalNoticeProps {
  weights: Weights
  onDismiss: () => void
}

/** The new weights read now; what others have read can be read again in one click. Nothing where there is nothing. */
export function ArrivalNotice({ weights, onDismiss }: ArrivalNoticeProps) {
  const trpc = useTRPC()
  const older = { engine: weights.engine }
  const count = useQuery(
    trpc.pipeline.countOlder.queryOptions(older, { staleTime: 0, refetchInterval: COUNT_MS }),
  )
  const rerun = useMutation(
    trpc.images.rerun.mutationOptions({
      onSuccess: (queued) => {
        toast.success(`${countOf(queued.count, 'image')} will be read again.`)
        onDismiss()
      },
      onError: (error) => void toast.error('That did not work', { description: messageOf(error) }),
    }),
  )
  const pictures = count.data?.count ?? 0
  if (pictures === 0) return null
  return (
    <NoticeFrame
      label="A model that has come"
      icon={<Sparkles />}
      title="Florence-2 is ready"
      onDismiss={onDismiss}
      actions={
        <>
          <Button
            size="sm"
            variant="primary"
            busy={rerun.isPending}
            onClick={() => rerun.mutate({ what: { olderThan: older }, stage: 'perception' })}
          >
            Re-read everything with Florence-2
          </Button>
          <Button size="sm" variant="ghost" onClick={onDismiss}>
            Not now
          </Button>
        </>
      }
    >
      <p>
        {countOf(pictures, 'picture')} {pictures === 1 ? 'was' : 'were'} read with the builtin engine. What
        people wrote stays.
      </p>
    </NoticeFrame>
  )
}
