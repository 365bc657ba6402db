/** How the Models page speaks of devices and their memory. Pure. */
import type { Device, DeviceProbe, DeviceWish, LedgerEntry, MemoryLedger } from '@vitrine/contracts'
import { formatBytes } from '../image-detail/image-words.ts'
import type { BadgeTone } from '../system/badge-tone.ts'

export const deviceNames: Record<Device, string> = {
  cpu: 'Processor',
  cuda: 'NVIDIA graphics card (CUDA)',
  webgpu: 'Graphics card (WebGPU)',
  vulkan: 'Graphics card (Vulkan)',
  metal: 'Apple (Metal)',
  dml: 'Graphics card (DirectML)',
  coreml: 'Apple (Core ML)',
  remote: 'Another server',
}

/** What `VITRINE_DEVICE` asks for, in a sentence. */
export function describeWish(wish: DeviceWish): string {
  return wish === 'auto'
    ? 'The best device that works is chosen (VITRINE_DEVICE is auto).'
    : `VITRINE_DEVICE asks for ${wish}.`
}

export const probeTones: Record<DeviceProbe['state'], BadgeTone> = {
  works: 'success',
  missing: 'neutral',
  unusable: 'warning',
  failed: 'danger',
}

export const probeNames: Record<DeviceProbe['state'], string> = {
  works: 'works',
  missing: 'not here',
  unusable: 'not usable',
  failed: 'failed',
}

const milliseconds = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

/** "NVIDIA L4 · 24 GB, 20 GB free · trial run 3.2 ms", as far as it is known. */
export function describeProbe(probe: DeviceProbe): string {
  const parts: string[] = []
  if (probe.adapter !== null) parts.push(probe.adapter)
  if (probe.totalMemoryBytes !== null) {
    const free = probe.freeMemoryBytes === null ? '' : `, ${formatBytes(probe.freeMemoryBytes)} free`
    parts.push(`${formatBytes(probe.totalMemoryBytes)} memory${free}`)
  }
  if (probe.runMs !== null) parts.push(`trial run ${milliseconds.format(probe.runMs)} ms`)
  return parts.join(' · ')
}

export const policies: Record<MemoryLedger['policy'], string> = {
  together: 'All engines that may be needed fit together, so none has to make room for another.',
  swap: 'The engines do not fit together: one leaves the memory when another is needed, which takes a moment.',
}

/** What an engine takes of the device: measured where it was, else what is expected of it. */
export function bytesOf(entry: LedgerEntry): { bytes: number; isMeasured: boolean } {
  const measured = entry.peakBytes ?? entry.loadedBytes
  return measured === null
    ? { bytes: entry.expectedBytes, isMeasured: false }
    : { bytes: measured, isMeasured: true }
}

/** "Takes 520 MB at most, measured." */
export function describeUse(entry: LedgerEntry): string {
  if (entry.residency === 'absent') return 'It has no weights here yet.'
  const { bytes, isMeasured } = bytesOf(entry)
  const isIn = entry.residency === 'loaded' || entry.residency === 'loading'
  if (!isMeasured) return `${isIn ? 'Takes' : 'Would take'} about ${formatBytes(bytes)}, expected.`
  return `${isIn ? 'Takes' : 'Took'} ${formatBytes(bytes)} at most, measured.`
}

/** A part of the memory bar: an engine's share of the budget, 0..1. */
export interface MemoryPart {
  name: string
  bytes: number
  share: number
}

/** The engines that are in memory, and what is left of the budget; shares sum to at most 1. */
export function memoryParts({
  entries,
  budgetBytes,
}: Pick<MemoryLedger, 'entries' | 'budgetBytes'>): MemoryPart[] {
  const present = entries.filter(({ residency }) => residency === 'loaded' || residency === 'loading')
  const used = present.map((entry) => ({ name: entry.engine, bytes: bytesOf(entry).bytes }))
  const sum = used.reduce((total, { bytes }) => total + bytes, 0)
  const whole = Math.max(1, budgetBytes, sum)
  const free = { name: 'free', bytes: Math.max(0, budgetBytes - sum) }
  return [...used, free].map((part) => ({ ...part, share: part.bytes / whole }))
}

const FOREVER = 'forever'
const CHOICES = [5, 15, 60]

/** What keep-alive can be set to, and what it is now, should that be none of the usual. */
export function keepAliveOptions(minutes: number | null): { value: string; label: string }[] {
  const all = minutes === null || CHOICES.includes(minutes) ? CHOICES : [...CHOICES, minutes]
  const timed = [...all].sort((a, b) => a - b).map((one) => ({ value: String(one), label: minutesOf(one) }))
  return [...timed, { value: FOREVER, label: 'For ever' }]
}

const minutesOf = (minutes: number) => `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`

/** The option that stands for so many minutes, and back. */
export function toKeepAlive(minutes: number | null): string {
  return minutes === null ? FOREVER : String(minutes)
}

export function fromKeepAlive(value: string): number | null {
  return value === FOREVER ? null : Number(value)
}
