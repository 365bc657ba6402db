'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { LibraryBackups } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { Button } from '@vitrine/ui/button'
import { Card, CardBody, CardHeader } from '@vitrine/ui/card'
import { Progress } from '@vitrine/ui/progress'
import { toast } from '@vitrine/ui/toast'
/** The backups that Vitrine makes by itself: when the last one was made, and what is wrong with them. */
import type { ReactNode } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'
import { countOf } from '../live/pipeline-words.ts'
import { BACKUP_PHASES, backupTones, formatMoment } from './backup-words.ts'
import { FactList } from './fact-list.tsx'

const WATCHING_MS = 1000
const RESTING_MS = 30_000

/** Says how to have some where there are none. */
export function BackupsCard() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { data: backups } = useQuery(
    trpc.system.backups.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data?.state === 'running' ? WATCHING_MS : RESTING_MS),
    }),
  )
  const start = useMutation(
    trpc.system.backUp.mutationOptions({
      onError: (error) => void toast.error(messageOf(error)),
      onSuccess: (now) => queryClient.setQueryData(trpc.system.backups.queryKey(), now),
    }),
  )
  if (backups === undefined) return null
  return (
    <Card aria-label="Backups">
      <CardHeader
        title="Backups"
        action={backups && <Badge tone={backupTones[backups.state]}>{backups.state}</Badge>}
      />
      <CardBody className="grid gap-3">
        {backups === null ? (
          <p className="text-ink-soft text-sm">
            None are made by themselves: VITRINE_BACKUP_DIR names a folder for one every day.{' '}
            <code>npx vitrine backup &lt;folder&gt;</code> makes one at any time.
          </p>
        ) : (
          <>
            <BackupFacts backups={backups} />
            <div>
              <Button disabled={backups.state === 'running'} onClick={() => start.mutate()}>
                Back up now
              </Button>
            </div>
          </>
        )}
      </CardBody>
    </Card>
  )
}

function BackupFacts({ backups }: { backups: LibraryBackups }) {
  const { last, progress, problem } = backups
  const facts = [
    { name: 'Folder', value: backups.folder },
    { name: 'Last backup', value: last ? formatMoment(last.createdAt) : 'none so far' },
    { name: 'There are', value: `${countOf(backups.count, 'backup')}; the newest ${backups.keep} stay` },
  ]
  return (
    <>
      {problem !== null && <Warning>The last one could not be made: {problem}</Warning>}
      {last !== null && last.lost > 0 && (
        <Warning>
          {countOf(last.lost, 'stored file')} could not be backed up: the library has lost them. Check the
          library.
        </Warning>
      )}
      <FactList facts={facts} />
      {backups.state === 'running' && (
        <div className="grid gap-1.5">
          <p className="text-ink-soft text-sm">{progress ? BACKUP_PHASES[progress.phase] : 'Beginning …'}</p>
          <Progress label="Backup" value={progress?.share ?? null} />
        </div>
      )}
    </>
  )
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded-lg bg-warning-soft px-3 py-2 text-sm text-warning-ink">
      {children}
    </p>
  )
}
