'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { LibraryCheckStatus, LibraryCheckSummary } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { Card, CardBody, CardHeader } from '@vitrine/ui/card'
import { ConfirmDialog } from '@vitrine/ui/confirm-dialog'
import { Progress } from '@vitrine/ui/progress'
import { toast } from '@vitrine/ui/toast'
/** The check of the library: started here, watched while it runs, with what it has found. */
import { useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { formatBytes } from '../image-detail/image-words.ts'
import { messageOf } from '../live/error-message.ts'
import { countOf } from '../live/pipeline-words.ts'
import { LibraryCheckFindings } from './library-check-findings.tsx'
import { progressWords, verdictWords } from './library-check-words.ts'

const WATCHING_MS = 1000
/** Somebody else may have started one. */
const RESTING_MS = 15_000

function useLibraryCheck() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const status = useQuery(
    trpc.system.libraryCheck.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data?.state === 'running' ? WATCHING_MS : RESTING_MS),
    }),
  )
  const onError = (error: unknown) => void toast.error(messageOf(error))
  const start = useMutation(
    trpc.system.checkLibrary.mutationOptions({
      onError,
      onSuccess: (now) => queryClient.setQueryData(trpc.system.libraryCheck.queryKey(), now),
    }),
  )
  const removeOrphans = useMutation(
    trpc.system.removeOrphans.mutationOptions({
      onError,
      onSuccess: async ({ count }) => {
        toast.success(`${countOf(count, 'file')} removed.`)
        await queryClient.invalidateQueries(trpc.system.libraryCheck.queryFilter())
      },
    }),
  )
  return { status: status.data, start, removeOrphans }
}

/** Nobody has to look here: a check changes nothing, and backups say what they miss. */
export function LibraryCheckCard() {
  const { status, start, removeOrphans } = useLibraryCheck()
  const isRunning = status?.state === 'running'
  return (
    <Card aria-label="Check of the library">
      <CardHeader
        title="Check of the library"
        description="Looks for damage in the database, and for stored files that are missing, damaged or named by nothing. Changes nothing."
      />
      <CardBody className="grid gap-3">
        <div className="flex flex-wrap gap-2">
          <Button disabled={isRunning} onClick={() => start.mutate({ isDeep: false })}>
            Check
          </Button>
          <Button disabled={isRunning} onClick={() => start.mutate({ isDeep: true })}>
            Check and read every file
          </Button>
        </div>
        {isRunning && <Running progress={status.progress} />}
        {status?.problem && (
          <p role="alert" className="rounded-lg bg-warning-soft px-3 py-2 text-sm text-warning-ink">
            The check could not be finished: {status.problem}
          </p>
        )}
        {status?.last && !isRunning && (
          <>
            <p className="text-sm">{verdictWords(status.last)}</p>
            <LibraryCheckFindings check={status.last} />
            <Orphans
              orphans={status.last.orphans}
              isRemoving={removeOrphans.isPending}
              onRemove={() => removeOrphans.mutate()}
            />
          </>
        )}
      </CardBody>
    </Card>
  )
}

function Running({ progress }: Pick<LibraryCheckStatus, 'progress'>) {
  return (
    <div className="grid gap-1.5">
      <p className="text-ink-soft text-sm">{progressWords(progress)}</p>
      <Progress label="Check of the library" value={progress?.share ?? null} />
    </div>
  )
}

function Orphans({
  orphans,
  isRemoving,
  onRemove,
}: Pick<LibraryCheckSummary, 'orphans'> & { isRemoving: boolean; onRemove: () => void }) {
  const [isAsking, setIsAsking] = useState(false)
  if (orphans.count === 0) return null
  const files = countOf(orphans.count, 'stored file')
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-ink-soft text-sm">
        {files} that nothing names, {formatBytes(orphans.bytes)}.
      </p>
      <Button busy={isRemoving} onClick={() => setIsAsking(true)}>
        Remove them
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Remove ${files}?`}
        description="No image, no variant and no video uses them. They are deleted for good."
        action="Remove"
        onConfirm={onRemove}
      />
    </div>
  )
}
