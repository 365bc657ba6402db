'use client'
/** The engines behind the sidecar: how each is, on what it runs, how fast, how often it had to be restarted. */
import type { DeviceReport, EngineHealth, ModelStatus, SystemReport } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { Card, CardBody, CardHeader } from '@vitrine/ui/card'
import Link from 'next/link'
import { formatBytes } from '../image-detail/image-words.ts'
import { FactGrid } from './fact-list.tsx'
import { engineTones, formatDuration, formatNumber, formatPace } from './system-words.ts'

/** An engine and the models that it runs. */
function EngineRow({ engine, models }: { engine: EngineHealth; models: readonly ModelStatus[] }) {
  const dtypes = [...new Set(models.map(({ model }) => model.dtype))].join(', ')
  const facts = [
    { name: 'Stages', value: engine.stages.join(', ') },
    { name: 'Device', value: dtypes === '' ? engine.device : `${engine.device} · ${dtypes}` },
    { name: 'Queue', value: `${engine.running} running, ${engine.queueDepth} waiting` },
    { name: 'Pace', value: formatPace(engine.imagesPerSecond) },
    { name: 'Memory', value: formatBytes(engine.rssBytes) },
    { name: 'Restarts', value: formatNumber(engine.restarts) },
  ]
  return (
    <li className="border-line border-t py-4 first:border-0 first:pt-0 last:pb-0">
      <div className="flex items-center gap-2">
        <h3 className="font-medium">{engine.engine}</h3>
        <Badge tone={engineTones[engine.state]}>{engine.state}</Badge>
      </div>
      {engine.lastError !== undefined && (
        <p className="mt-1 text-danger-ink text-sm">Last error: {engine.lastError}</p>
      )}
      <FactGrid facts={facts} />
    </li>
  )
}

/** What the models run on and why; the Models page has the rest. */
function ChosenDevice({ devices }: { devices: DeviceReport }) {
  return (
    <p className="mb-4 text-ink-soft text-sm [overflow-wrap:anywhere]">
      {devices.chosen === null ? '' : `Models run on ${devices.chosen}. `}
      {devices.why}{' '}
      <Link href="/models" className="text-accent-ink underline underline-offset-4 hover:no-underline">
        Devices and memory
      </Link>
    </p>
  )
}

/** The engines, or why there are none to show. `devices` once they are known. */
export function EnginesCard({
  report,
  devices,
}: {
  report: SystemReport
  devices: DeviceReport | undefined
}) {
  const { sidecar, sidecarProblem } = report
  return (
    <Card aria-label="Engines">
      <CardHeader
        title="Engines"
        description={
          sidecar
            ? `Sidecar ${sidecar.version}, up ${formatDuration(sidecar.uptimeSeconds)}, ${sidecar.runtime.cpus} CPUs, ${formatBytes(sidecar.runtime.memoryBytes)} memory`
            : undefined
        }
        action={
          <Badge tone={sidecar?.status === 'ok' ? 'success' : sidecar ? 'warning' : 'danger'}>
            {sidecar?.status ?? 'not reachable'}
          </Badge>
        }
      />
      <CardBody>
        {sidecarProblem !== null && (
          <p role="alert" className="mb-3 rounded-lg bg-danger-soft px-3 py-2 text-danger-ink text-sm">
            {sidecarProblem}
          </p>
        )}
        {devices && <ChosenDevice devices={devices} />}
        {sidecar && sidecar.engines.length > 0 && (
          <ul aria-label="Engines">
            {sidecar.engines.map((engine) => (
              <EngineRow
                key={engine.engine}
                engine={engine}
                models={report.models.filter((one) => one.engine === engine.engine)}
              />
            ))}
          </ul>
        )}
        {sidecar?.engines.length === 0 && <p className="text-ink-soft text-sm">No engine is configured.</p>}
      </CardBody>
    </Card>
  )
}
