'use client'
/** The engines behind the sidecar: how each is, on what it runs, how fast, how often it had to be restarted. */
import type { EngineHealth, SystemReport } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { Card, CardBody, CardHeader } from '@vitrine/ui/card'
import { Table, TableCell, TableHead, TableRow } from '@vitrine/ui/table'
import { formatBytes } from '../image-detail/image-words.ts'
import { engineTones, formatDuration, formatNumber, formatPace } from './system-words.ts'

function EngineRow({ engine }: { engine: EngineHealth }) {
  return (
    <TableRow>
      <TableCell className="font-medium">
        {engine.engine}
        <span className="block font-normal text-ink-faint text-xs">{engine.stages.join(', ')}</span>
        {engine.lastError !== undefined && (
          <span className="block max-w-72 whitespace-normal font-normal text-danger-ink text-xs">
            {engine.lastError}
          </span>
        )}
      </TableCell>
      <TableCell>
        <Badge tone={engineTones[engine.state]}>{engine.state}</Badge>
      </TableCell>
      <TableCell>{engine.device}</TableCell>
      <TableCell className="tabular-nums">
        {engine.running} running, {engine.queueDepth} waiting
      </TableCell>
      <TableCell className="tabular-nums">{formatPace(engine.imagesPerSecond)}</TableCell>
      <TableCell className="tabular-nums">{formatBytes(engine.rssBytes)}</TableCell>
      <TableCell className="tabular-nums">{formatNumber(engine.restarts)}</TableCell>
    </TableRow>
  )
}

/** The engines, or why there are none to show. */
export function EnginesCard({ report }: { report: SystemReport }) {
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
        {sidecar && sidecar.engines.length > 0 && (
          <Table label="Engines">
            <thead>
              <tr>
                {['Engine', 'State', 'Device', 'Queue', 'Pace', 'Memory', 'Restarts'].map((name) => (
                  <TableHead key={name}>{name}</TableHead>
                ))}
              </tr>
            </thead>
            <tbody>
              {sidecar.engines.map((engine) => (
                <EngineRow key={engine.engine} engine={engine} />
              ))}
            </tbody>
          </Table>
        )}
        {sidecar?.engines.length === 0 && <p className="text-ink-soft text-sm">No engine is configured.</p>}
      </CardBody>
    </Card>
  )
}
