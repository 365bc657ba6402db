/** How the system page speaks: times, paces, states. */
import type { EngineState, ImportStatus, Residency } from '@vitrine/contracts'
import type { BadgeTone } from './badge-tone.ts'

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

/** "3 d 4 h", "12 min", "45 s": the two largest units that are not zero. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds)
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ]
  const first = parts.findIndex(([value]) => value > 0)
  if (first < 0) return '0 s'
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(' ')
}

/** "2.4 images/s", or a minute's worth when it is slow. */
export function formatPace(imagesPerSecond: number | null): string {
  if (imagesPerSecond === null) return 'idle'
  if (imagesPerSecond === 0) return 'idle'
  if (imagesPerSecond < 1) return `${numbers.format(imagesPerSecond * 60)} images/min`
  return `${numbers.format(imagesPerSecond)} images/s`
}

/** "1,234". */
export function formatNumber(value: number): string {
  return numbers.format(value)
}

export const engineTones: Record<EngineState, BadgeTone> = {
  stopped: 'neutral',
  starting: 'accent',
  ready: 'success',
  busy: 'accent',
  restarting: 'warning',
  failed: 'danger',
}

export const residencyTones: Record<Residency, BadgeTone> = {
  absent: 'neutral',
  unloaded: 'neutral',
  loading: 'accent',
  loaded: 'success',
  failed: 'danger',
}

export const importTones: Record<ImportStatus['state'], BadgeTone> = {
  stopped: 'neutral',
  watching: 'success',
  missing: 'warning',
  problem: 'warning',
}

/** A part of the storage bar: its share of everything the disk could hold for us, 0..1. */
export interface StoragePart {
  name: string
  bytes: number
  share: number
}

/** Originals, variants, database and free space as shares of their sum; used parts that exist show at least half a percent. */
export function storageParts(storage: {
  originalBytes: number
  variantBytes: number
  databaseBytes: number
  freeBytes: number
}): StoragePart[] {
  const parts: [string, number][] = [
    ['Originals', storage.originalBytes],
    ['Previews', storage.variantBytes],
    ['Database', storage.databaseBytes],
    ['Free', storage.freeBytes],
  ]
  const total = parts.reduce((sum, [, bytes]) => sum + bytes, 0)
  return parts.map(([name, bytes]) => ({
    name,
    bytes,
    share: bytes === 0 || total === 0 ? 0 : Math.max(0.005, bytes / total),
  }))
}
