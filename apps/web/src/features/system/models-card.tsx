'use client'
import { useMutation } from '@tanstack/react-query'
import type { ModelStatus, SystemReport } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { Button } from '@vitrine/ui/button'
import { Card, CardBody, CardHeader } from '@vitrine/ui/card'
import { ConfirmDialog } from '@vitrine/ui/confirm-dialog'
import { Table, TableCell, TableHead, TableRow } from '@vitrine/ui/table'
import { toast } from '@vitrine/ui/toast'
import { RefreshCwIcon } from 'lucide-react'
import { useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { formatBytes } from '../image-detail/image-words.ts'
/** The models: what exactly is run, under which licence, and how to re-read what an older one made. */
import { messageOf } from '../live/error-message.ts'
import { formatNumber, residencyTones } from './system-words.ts'

interface ModelRowProps {
  status: ModelStatus
  onReread: () => void
}

function ModelRow({ status, onReread }: ModelRowProps) {
  const { model, residency } = status
  return (
    <TableRow>
      <TableCell className="min-w-44 font-medium [overflow-wrap:anywhere]">
        {model.id}
        <span className="block font-normal text-ink-faint text-xs">
          {status.engine} · {model.revision}
        </span>
        {status.detail !== undefined && (
          <span className="block font-normal text-ink-soft text-xs">{status.detail}</span>
        )}
      </TableCell>
      <TableCell className="min-w-36 text-ink-soft text-xs">{status.tasks.join(', ')}</TableCell>
      <TableCell className="whitespace-nowrap">
        {model.dtype} · {model.device}
      </TableCell>
      <TableCell className="whitespace-nowrap">{status.licence}</TableCell>
      <TableCell className="whitespace-nowrap tabular-nums">{formatBytes(status.sizeBytes)}</TableCell>
      <TableCell>
        <Badge tone={residencyTones[residency]}>{residency}</Badge>
      </TableCell>
      <TableCell>
        <Button
          size="sm"
          variant="ghost"
          aria-label={`Re-read everything made by a model older than ${model.id}`}
          onClick={onReread}
        >
          <RefreshCwIcon aria-hidden /> Re-read older
        </Button>
      </TableCell>
    </TableRow>
  )
}

/** The table, and the question before re-reading. */
export function ModelsCard({ models }: Pick<SystemReport, 'models'>) {
  const trpc = useTRPC()
  const [asked, setAsked] = useState<ModelStatus | null>(null)
  const rerun = useMutation(
    trpc.images.rerun.mutationOptions({
      onSuccess: ({ count }) =>
        void toast.success(
          count === 0 ? 'Everything is up to date.' : `${formatNumber(count)} images will be read again.`,
        ),
      onError: (error) => void toast.error(messageOf(error)),
    }),
  )
  const reread = () => {
    if (asked) rerun.mutate({ what: { olderThan: asked.model }, stage: asked.stages[0] ?? 'perception' })
  }
  return (
    <Card aria-label="Models">
      <CardHeader title="Models" description="Pinned to what is really run; nothing is fetched by itself." />
      <CardBody>
        {models.length === 0 ? (
          <p className="text-ink-soft text-sm">None are known while the sidecar does not answer.</p>
        ) : (
          <Table label="Models">
            <thead>
              <tr>
                {['Model', 'Tasks', 'Runs as', 'Licence', 'Size', 'State'].map((name) => (
                  <TableHead key={name}>{name}</TableHead>
                ))}
                <TableHead>
                  <span className="sr-only">Actions</span>
                </TableHead>
              </tr>
            </thead>
            <tbody>
              {models.map((status) => (
                <ModelRow
                  key={`${status.engine} ${status.model.id}`}
                  status={status}
                  onReread={() => setAsked(status)}
                />
              ))}
            </tbody>
          </Table>
        )}
      </CardBody>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) setAsked(null)
        }}
        title="Read older images again?"
        description={`Every image with annotations by another version of ${asked?.model.id ?? 'this model'} is queued again. What people wrote stays.`}
        action="Read again"
        onConfirm={reread}
      />
    </Card>
  )
}
