'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from '@vitrine/ui/button'
import { Card, CardBody, CardHeader } from '@vitrine/ui/card'
import { ConfirmDialog } from '@vitrine/ui/confirm-dialog'
import { toast } from '@vitrine/ui/toast'
import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
/** Repairs and large jobs, each with its question first. */
import { messageOf } from '../live/error-message.ts'
import { countOf } from '../live/pipeline-words.ts'
import { useDecisions } from '../readings/use-decisions.ts'
import { searchHref } from '../search/search-state.ts'
import { formatNumber } from './system-words.ts'

function Job({ title, children, action }: { title: string; children: ReactNode; action: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-line border-b py-3 first:pt-0 last:border-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="font-medium text-sm">{title}</h3>
        <div className="text-ink-soft text-sm">{children}</div>
      </div>
      {action}
    </div>
  )
}

/** What awaits a decision between two readings: to be looked at, or accepted at once. Absent where nothing does. */
function TwoReadingsJob() {
  const trpc = useTRPC()
  const [isAsking, setIsAsking] = useState(false)
  const { data } = useQuery(trpc.readings.undecided.queryOptions())
  const { accept } = useDecisions()
  if (!data || data.count === 0) return null
  return (
    <Job
      title="Decide between two readings"
      action={
        <div className="flex gap-2">
          <Button asChild>
            <Link href={searchHref({ query: 'is:reread', sort: 'newest' })}>Show them</Link>
          </Button>
          <Button busy={accept.isPending} onClick={() => setIsAsking(true)}>
            Accept all
          </Button>
        </div>
      }
    >
      {countOf(data.count, 'image')} {data.count === 1 ? 'was' : 'were'} read anew by other models. The former
      readings are kept until you decide.
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Accept all new readings?"
        description="The former readings are dropped. What people wrote stays."
        action="Accept all"
        onConfirm={() => accept.mutate({ what: { everything: true } })}
      />
    </Job>
  )
}

/** Rebuild the search index; read everything again; decide what was read anew. */
export function MaintenanceCard() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [isAsking, setIsAsking] = useState(false)
  const onError = (error: unknown) => void toast.error(messageOf(error))
  const rebuild = useMutation(
    trpc.system.rebuildIndex.mutationOptions({
      onError,
      onSuccess: async ({ images }) => {
        toast.success(`The index of ${formatNumber(images)} images is new.`)
        await queryClient.invalidateQueries(trpc.search.pathFilter())
      },
    }),
  )
  const rerun = useMutation(
    trpc.images.rerun.mutationOptions({
      onError,
      onSuccess: ({ count }) => void toast.success(`${formatNumber(count)} images will be read again.`),
    }),
  )
  return (
    <Card aria-label="Maintenance">
      <CardHeader title="Maintenance" />
      <CardBody>
        <Job
          title="Rebuild the search index"
          action={
            <Button busy={rebuild.isPending} onClick={() => rebuild.mutate()}>
              Rebuild
            </Button>
          }
        >
          Makes every search table anew from the images and their annotations. Nothing else changes.
        </Job>
        <Job
          title="Read everything again"
          action={
            <Button busy={rerun.isPending} onClick={() => setIsAsking(true)}>
              Read again
            </Button>
          }
        >
          Queues every image for perception. What people wrote stays.
        </Job>
        <TwoReadingsJob />
      </CardBody>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Read every image again?"
        description="This can take long with many images. They stay searchable meanwhile."
        action="Read again"
        onConfirm={() => rerun.mutate({ what: { everything: true }, stage: 'perception' })}
      />
    </Card>
  )
}
