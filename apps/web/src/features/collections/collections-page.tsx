'use client'
/** The collections, each by its cover; one opens as a search. */
import { useQuery } from '@tanstack/react-query'
import type { Collection } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { ConfirmDialog } from '@vitrine/ui/confirm-dialog'
import { EmptyState } from '@vitrine/ui/empty-state'
import { ErrorState } from '@vitrine/ui/error-state'
import { Skeleton } from '@vitrine/ui/skeleton'
import { Library, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { ExportDialog } from '../export/export-dialog.tsx'
import { messageOf } from '../live/error-message.ts'
import { CollectionCard } from './collection-card.tsx'
import { NameDialog } from './name-dialog.tsx'
import { useCollectionActions } from './use-collection-actions.ts'

/** The dialog that is open, and about which collection. */
type OpenDialog = { kind: 'create' } | { kind: 'export' | 'rename' | 'remove'; collection: Collection }

export function CollectionsPage() {
  const trpc = useTRPC()
  const list = useQuery(trpc.collections.list.queryOptions())
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const close = () => setDialog(null)
  const actions = useCollectionActions(close)
  const subject = dialog && dialog.kind !== 'create' ? dialog.collection : null

  return (
    <div className="flex w-full flex-1 flex-col px-(--page-gutter)">
      <div className="flex min-h-16 items-center gap-2 py-3">
        <h1 className="mr-auto font-semibold text-ink text-xl tracking-tight">Collections</h1>
        <Button onClick={() => setDialog({ kind: 'create' })}>
          <Plus aria-hidden />
          New collection
        </Button>
      </div>
      {list.isPending ? <CollectionsSkeleton /> : null}
      {list.isError && !list.data ? (
        <ErrorState
          title="The collections could not be loaded"
          message={messageOf(list.error)}
          onRetry={() => void list.refetch()}
        />
      ) : null}
      {list.data?.length === 0 ? (
        <EmptyState
          icon={<Library />}
          title="No collections yet"
          action={
            <Button variant="primary" onClick={() => setDialog({ kind: 'create' })}>
              Make the first one
            </Button>
          }
        >
          A collection keeps images together, whatever they show. Choose some in the gallery and add them to
          one.
        </EmptyState>
      ) : null}
      {list.data && list.data.length > 0 ? (
        <ul aria-label="Collections" className="collection-grid">
          {list.data.map((collection) => (
            <CollectionCard
              key={collection.id}
              collection={collection}
              onExport={() => setDialog({ kind: 'export', collection })}
              onRename={() => setDialog({ kind: 'rename', collection })}
              onRemove={() => setDialog({ kind: 'remove', collection })}
            />
          ))}
        </ul>
      ) : null}
      <NameDialog
        key={`${dialog?.kind} ${subject?.id}`}
        open={dialog?.kind === 'create' || dialog?.kind === 'rename'}
        title={dialog?.kind === 'rename' ? 'Rename collection' : 'New collection'}
        action={dialog?.kind === 'rename' ? 'Rename' : 'Create'}
        initial={subject?.name ?? ''}
        error={actions.nameError}
        isBusy={actions.isBusy}
        onClose={() => {
          close()
          actions.reset()
        }}
        onName={(name) => (subject ? actions.rename(subject.id, name) : actions.create(name))}
      />
      {dialog?.kind === 'export' ? (
        <ExportDialog
          subject={dialog.collection.name}
          selection={{ collection: dialog.collection.id }}
          sort="newest"
          onClose={close}
        />
      ) : null}
      <ConfirmDialog
        open={dialog?.kind === 'remove'}
        onOpenChange={(open) => {
          if (!open) close()
        }}
        title={`Delete the collection “${subject?.name ?? ''}”?`}
        description="Its images stay in the library."
        action="Delete collection"
        onConfirm={() => {
          if (subject) actions.remove(subject.id)
        }}
      />
    </div>
  )
}

function CollectionsSkeleton() {
  return (
    <div role="status" aria-label="Loading collections" className="collection-grid">
      {Array.from({ length: 8 }, (_, index) => (
        <div key={String(index)} className="grid gap-2">
          <Skeleton className="aspect-4/3 rounded-xl" />
          <Skeleton className="h-4 w-2/3" />
        </div>
      ))}
    </div>
  )
}
