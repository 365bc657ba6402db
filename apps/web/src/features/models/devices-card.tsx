'use client'
/** What the models run on, why, and what else was tried. */
import type { DeviceProbe, DeviceReport } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { Button } from '@vitrine/ui/button'
import { Card, CardBody, CardHeader } from '@vitrine/ui/card'
import { describeProbe, describeWish, deviceNames, probeNames, probeTones } from './device-words.ts'

export interface DevicesCardProps {
  devices: DeviceReport
  isProbing: boolean
  onProbe: () => void
}

export function DevicesCard({ devices, isProbing, onProbe }: DevicesCardProps) {
  return (
    <Card aria-label="Device" className="min-w-0">
      <CardHeader
        title={devices.chosen === null ? 'Device' : `Device: ${deviceNames[devices.chosen]}`}
        description={devices.why}
        action={
          <Button size="sm" busy={isProbing} onClick={onProbe}>
            Probe again
          </Button>
        }
      />
      <CardBody className="grid gap-4">
        <p className="text-ink-faint text-xs">{describeWish(devices.wish)}</p>
        {devices.probes.length === 0 ? (
          <p className="text-ink-soft text-sm">Nothing has been tried yet.</p>
        ) : (
          <ul aria-label="Devices that were tried" className="grid gap-3">
            {devices.probes.map((probe) => (
              <ProbeRow key={probe.device} probe={probe} isChosen={probe.device === devices.chosen} />
            ))}
          </ul>
        )}
        {devices.howToGetCuda.length > 0 && <CudaSteps steps={devices.howToGetCuda} />}
      </CardBody>
    </Card>
  )
}

function ProbeRow({ probe, isChosen }: { probe: DeviceProbe; isChosen: boolean }) {
  const facts = describeProbe(probe)
  return (
    <li className="grid gap-0.5 border-line border-t pt-3 first:border-0 first:pt-0">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-medium text-sm">{deviceNames[probe.device]}</h3>
        <Badge tone={probeTones[probe.state]}>{probeNames[probe.state]}</Badge>
        {isChosen && <Badge tone="accent">chosen</Badge>}
      </div>
      <p className="text-ink-soft text-sm [overflow-wrap:anywhere]">{probe.detail}</p>
      {facts !== '' && <p className="text-ink-faint text-xs tabular-nums">{facts}</p>}
    </li>
  )
}

function CudaSteps({ steps }: { steps: readonly string[] }) {
  return (
    <details className="text-sm">
      <summary className="w-fit cursor-pointer text-ink-soft hover:text-ink">How to get CUDA here</summary>
      <ol
        aria-label="Steps to get CUDA"
        className="mt-2 grid list-decimal gap-1.5 pl-5 text-ink-soft [overflow-wrap:anywhere]"
      >
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </details>
  )
}
