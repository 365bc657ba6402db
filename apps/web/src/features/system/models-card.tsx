'use client'
import { skipToken, useMutation, useQuery } from '@tanstack/react-query'
import type { ModelStatus, SystemReport } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { Button } from '@vitrine/ui/button'
import { Card, CardBody, CardHeader } from '@vitrine/ui/card'
import { ConfirmDialog } from '@vitrine/ui/confirm-dialog'
import { toast } from '@vitrine/ui/toast'
import { RefreshCwIcon } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { formatBytes } from '../image-detail/image-words.ts'
/** The models: what exactly is run, under which licence, and how to re-read what an older one made. */
import { messageOf } from '../live/error-message.ts'
import { countOf } from '../live/pipeline-words.ts'
import { FactGrid } from './fact-list.tsx'
import { formatNumber, residencyTones } from './system-words.ts'

interface ModelRowProps {
  status: ModelStatus
  onReread: () => void
}

function ModelRow({ status, onReread }: ModelRowProps) {
  const { model, residency } = status
  const facts = [
    { name: 'Engine', value: status.engine },
    { name: 'Revision', value: model.revision },
    { name: 'Runs as', value: `${model.dtype} · ${model.device}` },
    { name: 'Licence', value: status.licence },
    { name: 'Size', value: formatBytes(status.sizeBytes) },
    { name: 'Stages', value: status.stages.join(', ') },
  ]
  return (
    <li className="border-line border-t py-4 first:border-0 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-medium [overflow-wrap:anywhere]">{model.id}</h3>
        <Badge tone={residencyTones[residency]}>{residency}</Badge>
        <Button
          size="sm"
          variant="ghost"
          className="ml-auto"
          aria-label={`Re-read everything made by a model older than ${model.id}`}
          onClick={onReread}
        >
          <RefreshCwIcon aria-hidden /> Re-read older
        </Button>
      </div>
      <p className="text-ink-soft text-sm">{status.tasks.join(', ')}</p>
      {status.detail !== undefined && <p className="text-sm text-warning-ink">{status.detail}</p>}
      <FactGrid facts={facts} />
    </li>
  )
}

/** How many images other models have read, in words. */
function describeOlder(count: number | undefined, model: string): string {
  if (count === undefined) return `Counting what another model than ${model} has read…`
  if (count === 0) return `No image was read by another model than ${model}.`
  const images = `${countOf(count, 'image')} ${count === 1 ? 'was' : 'were'}`
  return `${images} read by another model than ${model}. What people wrote stays.`
}

/** The list, and the question before re-reading. */
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
  const stage = asked?.stages[0] ?? 'perception'
  const older = useQuery(
    trpc.pipeline.countOlder.queryOptions(asked ? { ...asked.model, stage } : skipToken, { staleTime: 0 }),
  )
  const reread = () => {
    if (asked) rerun.mutate({ what: { olderThan: asked.model }, stage })
  }
  return (
    <Card aria-label="Models">
      <CardHeader
        title="Models"
        description="Pinned to what is really run; nothing is fetched by itself."
        action={
          <Button size="sm" asChild>
            <Link href="/models">Get and manage models</Link>
          </Button>
        }
      />
      <CardBody>
        {models.length === 0 ? (
          <p className="text-ink-soft text-sm">None are known while the sidecar does not answer.</p>
        ) : (
          <ul aria-label="Models">
            {models.map((status) => (
              <ModelRow
                key={`${status.engine} ${status.model.id}`}
                status={status}
                onReread={() => setAsked(status)}
              />
            ))}
          </ul>
        )}
      </CardBody>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) setAsked(null)
        }}
        title="Read older images again?"
        description={describeOlder(older.data?.count, asked?.model.id ?? 'this one')}
        action="Read again"
        onConfirm={reread}
      />
    </Card>
  )
}
