'use client'
/** What was deleted, for as long as it can be brought back. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from '@vitrine/ui/button'
import { ConfirmDialog } from '@vitrine/ui/confirm-dialog'
import { EmptyState } from '@vitrine/ui/empty-state'
import { ErrorState } from '@vitrine/ui/error-state'
import { Skeleton } from '@vitrine/ui/skeleton'
import { toast } from '@vitrine/ui/toast'
import { Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'
import { countOf } from '../live/pipeline-words.ts'
import { TrashGrid } from './trash-grid.tsx'

const PAGE_SIZE = 200

/** What is to be deleted for good, once confirmed. */
type Doomed = { ids: readonly number[] } | 'everything'

export function TrashPage() {
  const trpc = useTRPC()
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [doomed, setDoomed] = useState<Doomed | null>(null)
  const trash = useInfiniteQuery(
    trpc.images.trashed.infiniteQueryOptions(
      { limit: PAGE_SIZE },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  )
  const { data: settings } = useQuery(trpc.system.settings.queryOptions())
  const images = useMemo(() => trash.data?.pages.flatMap((page) => page.images) ?? [], [trash.data])
  const actions = useTrashActions(() => setChosen(new Set()))
  const ids = [...chosen]
  const isEmpty = trash.isSuccess && images.length === 0

  return (
    <div className="flex w-full flex-1 flex-col px-(--page-gutter)">
      <div className="flex min-h-16 flex-wrap items-center gap-2 py-3">
        <div className="mr-auto grid gap-0.5">
          <h1 className="font-semibold text-ink text-xl tracking-tight">Trash</h1>
          <p className="text-ink-soft text-sm">
            {settings
              ? `Images stay here for ${countOf(settings.trashDays, 'day')}, then they are gone.`
              : 'Images stay here for a while, then they are gone.'}
          </p>
        </div>
        {chosen.size > 0 ? (
          <>
            <Button onClick={() => actions.restore.mutate({ ids })}>
              Restore {countOf(chosen.size, 'image')}
            </Button>
            <Button variant="danger" onClick={() => setDoomed({ ids })}>
              Delete for good
            </Button>
          </>
        ) : (
          <Button
            variant="danger-ghost"
            disabled={images.length === 0}
            onClick={() => setDoomed('everything')}
          >
            Empty the trash
          </Button>
        )}
      </div>
      {trash.isPending ? <TrashSkeleton /> : null}
      {trash.isError && images.length === 0 ? (
        <ErrorState
          title="The trash could not be loaded"
          message={messageOf(trash.error)}
          onRetry={() => void trash.refetch()}
        />
      ) : null}
      {isEmpty ? (
        <EmptyState icon={<Trash2 />} title="The trash is empty">
          What you delete in the gallery comes here first.
        </EmptyState>
      ) : null}
      <TrashGrid
        images={images}
        chosen={chosen}
        onChosen={setChosen}
        trashDays={settings?.trashDays ?? null}
      />
      {trash.hasNextPage ? (
        <Button
          className="mx-auto my-6"
          busy={trash.isFetchingNextPage}
          onClick={() => void trash.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
      <PurgeDialog
        doomed={doomed}
        onClose={() => setDoomed(null)}
        onConfirm={(what) => {
          if (what === 'everything') actions.empty.mutate()
          else actions.purge.mutate({ ids: [...what.ids] })
        }}
      />
    </div>
  )
}

function useTrashActions(onDone: () => void) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const reread = () => queryClient.invalidateQueries(trpc.images.trashed.pathFilter())
  const fail = (title: string) => (error: unknown) =>
    void toast.error(title, { description: messageOf(error) })
  const done = (words: string) => {
    toast.success(words)
    onDone()
    return reread()
  }
  return {
    restore: useMutation(
      trpc.images.restore.mutationOptions({
        onSuccess: ({ ids }) => done(`${countOf(ids.length, 'image')} restored`),
        onError: fail('The images could not be restored'),
      }),
    ),
    purge: useMutation(
      trpc.images.purge.mutationOptions({
        onSuccess: ({ ids }) => done(`${countOf(ids.length, 'image')} deleted for good`),
        onError: fail('The images could not be deleted'),
      }),
    ),
    empty: useMutation(
      trpc.images.emptyTrash.mutationOptions({
        onSuccess: ({ count }) => done(`${countOf(count, 'image')} deleted for good`),
        onError: fail('The trash could not be emptied'),
      }),
    ),
  }
}

interface PurgeDialogProps {
  doomed: Doomed | null
  onClose: () => void
  onConfirm: (doomed: Doomed) => void
}

function PurgeDialog({ doomed, onClose, onConfirm }: PurgeDialogProps) {
  const isAll = doomed === 'everything'
  const count = doomed && doomed !== 'everything' ? doomed.ids.length : 0
  return (
    <ConfirmDialog
      open={doomed !== null}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={isAll ? 'Empty the trash?' : `Delete ${countOf(count, 'image')} for good?`}
      description="The files and everything that was read from them are removed from this machine. They can't be brought back."
      action={isAll ? 'Empty the trash' : 'Delete for good'}
      onConfirm={() => {
        if (doomed) onConfirm(doomed)
      }}
    />
  )
}

function TrashSkeleton() {
  return (
    <div role="status" aria-label="Loading the trash" className="trash-grid">
      {Array.from({ length: 12 }, (_, index) => (
        <Skeleton key={String(index)} className="aspect-square rounded-[5px]" />
      ))}
    </div>
  )
}
