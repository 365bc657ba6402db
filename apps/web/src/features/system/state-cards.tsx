'use client'
/** How far the work is, how full the disk is, and what runs here. */
import type { SystemReport } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { Card, CardBody, CardHeader } from '@vitrine/ui/card'
import { formatBytes } from '../image-detail/image-words.ts'
import { FactList } from './fact-list.tsx'
import { formatDuration, formatNumber, formatPace, storageParts } from './system-words.ts'

/** Counts by state and the pace. */
export function PipelineCard({ pipeline }: Pick<SystemReport, 'pipeline'>) {
  const facts = [
    { name: 'Waiting', value: formatNumber(pipeline.queued) },
    { name: 'Being read', value: formatNumber(pipeline.perceiving) },
    { name: 'Being read in depth', value: formatNumber(pipeline.reasoning) },
    { name: 'Waiting for a reasoning engine', value: formatNumber(pipeline.waitingForReasoning) },
    { name: 'Ready', value: formatNumber(pipeline.ready) },
    { name: 'Failed', value: formatNumber(pipeline.failed) },
    { name: 'Cancelled', value: formatNumber(pipeline.cancelled) },
    { name: 'Pace', value: formatPace(pipeline.imagesPerSecond) },
    { name: 'Time left', value: pipeline.secondsLeft === null ? '–' : formatDuration(pipeline.secondsLeft) },
  ]
  return (
    <Card aria-label="Pipeline">
      <CardHeader
        title="Pipeline"
        action={pipeline.paused ? <Badge tone="warning">paused</Badge> : undefined}
      />
      <CardBody>
        {pipeline.problem !== null && (
          <p role="alert" className="mb-3 rounded-lg bg-warning-soft px-3 py-2 text-sm text-warning-ink">
            {pipeline.problem}
          </p>
        )}
        <FactList facts={facts} />
      </CardBody>
    </Card>
  )
}

const colours = ['bg-accent', 'bg-ink-faint', 'bg-success', 'bg-track']

/** A bar of what is used and what is free, with the figures beneath. */
export function StorageCard({ storage, importDir }: Pick<SystemReport, 'storage' | 'importDir'>) {
  const parts = storageParts(storage)
  const facts = [
    { name: 'Images', value: formatNumber(storage.images) },
    { name: 'In the trash', value: formatNumber(storage.trashed) },
    { name: 'Data folder', value: storage.dataDir },
    { name: 'Import folder', value: importDir ?? 'none (set VITRINE_IMPORT_DIR)' },
  ]
  return (
    <Card aria-label="Storage">
      <CardHeader title="Storage" />
      <CardBody className="flex flex-col gap-3">
        <div aria-hidden className="flex h-3 gap-px overflow-hidden rounded-full bg-track">
          {parts.map((part, index) => (
            <span key={part.name} className={colours[index]} style={{ flexGrow: part.share }} />
          ))}
        </div>
        <ul aria-label="Use of the disk" className="grid gap-x-4 gap-y-1.5 text-sm sm:grid-cols-2">
          {parts.map((part, index) => (
            <li key={part.name} className="flex items-center gap-2">
              <span aria-hidden className={`size-2.5 shrink-0 rounded-full ${colours[index]}`} />
              <span className="min-w-0 flex-1 text-ink-soft">{part.name}</span>
              <span className="tabular-nums">{formatBytes(part.bytes)}</span>
            </li>
          ))}
        </ul>
        <hr className="border-line" />
        <FactList facts={facts} />
      </CardBody>
    </Card>
  )
}

/** Versions of what runs, and where programs find the API. */
export function VersionsCard({ report }: { report: SystemReport }) {
  const { versions, sidecar } = report
  const facts = [
    { name: 'Vitrine', value: report.version },
    { name: 'Up', value: formatDuration(report.uptimeSeconds) },
    { name: 'Node', value: versions.node },
    { name: 'Next', value: versions.next },
    { name: 'SQLite', value: versions.sqlite },
    { name: 'sharp', value: versions.sharp },
    ...(sidecar
      ? [
          { name: 'ONNX Runtime', value: sidecar.runtime.onnxruntime },
          { name: 'libvips', value: sidecar.runtime.libvips },
          { name: 'Platform', value: sidecar.runtime.platform },
        ]
      : []),
  ]
  return (
    <Card aria-label="Versions">
      <CardHeader title="Versions" />
      <CardBody>
        <FactList facts={facts} />
        <p className="mt-4 text-sm">
          <a
            href="/api/v1/openapi.json"
            className="text-accent-ink underline underline-offset-4 hover:no-underline"
          >
            API description (OpenAPI)
          </a>
        </p>
      </CardBody>
    </Card>
  )
}
