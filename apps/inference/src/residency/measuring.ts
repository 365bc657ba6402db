/** Loads engines and measures what they take: before, after, and at most. */
import type { DeviceMemory, MemoryMeter } from '../devices/memory.ts'
import type { Resident } from './resident.ts'

/** Asking a driver takes a tenth of a second: not after every batch. */
const PEAK_EVERY_MS = 5_000

export class Measuring {
  readonly #meter: MemoryMeter
  readonly #now: () => number
  readonly #loads = new Map<Resident, Promise<void>>()
  readonly #lastPeakAt = new Map<Resident, number>()

  /** `now`: milliseconds, monotonic. */
  constructor(meter: MemoryMeter, now: () => number) {
    this.#meter = meter
    this.#now = now
  }

  /** Resolves when the engine is ready; who asks while it is being loaded waits for the same. */
  load(resident: Resident): Promise<void> {
    if (resident.host.status.state === 'ready') return Promise.resolve()
    const known = this.#loads.get(resident)
    if (known) return known
    const load = this.#load(resident).finally(() => this.#loads.delete(resident))
    this.#loads.set(resident, load)
    return load
  }

  /** After a batch: what it takes at most. */
  async notePeak(resident: Resident): Promise<void> {
    const { measured, device, beforeBytes, host } = resident
    if (device === 'cpu') {
      measured.peakBytes = Math.max(measured.peakBytes ?? 0, host.status.peakRssBytes)
      return
    }
    if (this.#now() - (this.#lastPeakAt.get(resident) ?? -PEAK_EVERY_MS) < PEAK_EVERY_MS) return
    this.#lastPeakAt.set(resident, this.#now())
    const own = ownBytes(await this.#meter.read(device, host.status.pid), beforeBytes)
    if (own !== null) measured.peakBytes = Math.max(measured.peakBytes ?? 0, own)
  }

  async #load(resident: Resident): Promise<void> {
    const { host, device, measured } = resident
    const before = await this.#meter.read(device, undefined)
    await host.ready()
    const after = await this.#meter.read(device, host.status.pid)
    resident.beforeBytes = before.usedBytes
    measured.loadedBytes = device === 'cpu' ? host.status.rssBytes : ownBytes(after, before.usedBytes)
  }
}

/** What the driver says of the process, or what has come to be used since; others may have had a part in that. */
function ownBytes(
  { ownBytes: own, usedBytes }: DeviceMemory & { ownBytes: number | null },
  beforeBytes: number | null,
): number | null {
  if (own !== null) return own
  return usedBytes === null || beforeBytes === null ? null : Math.max(0, usedBytes - beforeBytes)
}
