/** One engine of this sidecar: what it is to run, on which device, how it fares, and what memory it takes. */
import type { Device, LedgerEntry, Residency as ResidencyState } from '@vitrine/contracts'
import type { EngineManifest } from '../engines/engine.ts'
import type { EngineHost } from '../host/engine-host.ts'
import type { EngineSetup } from '../host/protocol.ts'
import type { Fitness } from './choose.ts'
import { type Measured, needOf } from './ledger.ts'
import type { Occupant } from './memory-gate.ts'

/** What an engine is to do from now on. */
export type Plan = { device: Device; expectedBytes: number } & (
  | { type: 'run'; setup: EngineSetup }
  /** There is nothing to run: `why` says what is missing. */
  | { type: 'absent'; why: string }
  /** It cannot run where it should. */
  | { type: 'blocked'; why: string; suggestion: string }
)

/** What a person has set; null where the usual holds. */
export interface Stay {
  pin: boolean | null
  /** Minutes without work until it is unloaded; null: never. */
  keepAliveMinutes: number | null
}

export interface ResidentOptions extends Stay {
  manifest: EngineManifest
  host: EngineHost
  plan: Plan
}

export class Resident implements Occupant {
  readonly manifest: EngineManifest
  readonly host: EngineHost
  pin: boolean | null
  keepAliveMinutes: number | null
  /** What holds where a person has said nothing. */
  isPinnedByDefault = false
  /** Sent away by a person: it stays away until it is asked for, pinned or not. */
  isEjected = false
  /** Of the device, before it was loaded; null where that cannot be told. */
  beforeBytes: number | null = null
  readonly measured: Measured
  #plan: Plan
  /** What is loaded next, once what runs has left. */
  #nextSetup: EngineSetup | undefined

  constructor({ manifest, host, plan, pin, keepAliveMinutes }: ResidentOptions) {
    this.manifest = manifest
    this.host = host
    this.pin = pin
    this.keepAliveMinutes = keepAliveMinutes
    this.#plan = plan
    this.measured = unmeasured(plan)
  }

  get name() {
    return this.manifest.name
  }

  get plan(): Plan {
    return this.#plan
  }

  get device(): Device {
    return this.#plan.device
  }

  get isPinned(): boolean {
    return (this.pin ?? this.isPinnedByDefault) && !this.isEjected
  }

  get needBytes(): number {
    return needOf(this.measured)
  }

  get fitness(): Fitness {
    const { type } = this.#plan
    if (type === 'absent') return { type, why: this.#plan.why }
    if (type === 'blocked') {
      const { why, suggestion } = this.#plan
      return { type: 'failed', why, suggestion, isLasting: true }
    }
    const { state, lastError } = this.host.status
    return state === 'failed'
      ? { type: 'failed', why: lastError ?? 'It does not start.', isLasting: false }
      : { type: 'able' }
  }

  /** For `GET /health`. */
  get status() {
    const { fitness } = this
    const status = this.host.status
    const isBlocked = fitness.type === 'failed' && fitness.isLasting
    return {
      ...status,
      state: isBlocked ? ('failed' as const) : status.state,
      lastError: fitness.type === 'failed' ? fitness.why : status.lastError,
      device: status.identity?.device ?? this.device,
    }
  }

  get residency(): ResidencyState {
    if (this.fitness.type !== 'able') return this.fitness.type === 'absent' ? 'absent' : 'failed'
    return RESIDENCY[this.host.status.state]
  }

  /** What it has in memory now, as far as it is known. */
  get usedBytes(): number {
    const { loadedBytes, peakBytes } = this.measured
    if (this.device === 'cpu') return this.host.status.rssBytes
    return this.residency === 'loaded' ? (peakBytes ?? loadedBytes ?? 0) : 0
  }

  get ledgerEntry(): LedgerEntry {
    const { expectedBytes, loadedBytes, peakBytes } = this.measured
    return {
      engine: this.name,
      model: this.host.status.identity?.models[0]?.model ?? null,
      residency: this.residency,
      isPinned: this.isPinned,
      keepAliveMinutes: this.keepAliveMinutes,
      beforeBytes: this.beforeBytes,
      loadedBytes,
      peakBytes,
      expectedBytes,
    }
  }

  /** Takes effect when it is unloaded, which who calls sees to. What was measured of the former plan is void. */
  adopt(plan: Plan): void {
    this.#plan = plan
    this.#nextSetup = plan.type === 'run' ? plan.setup : undefined
    this.beforeBytes = null
    Object.assign(this.measured, unmeasured(plan))
  }

  async unload(): Promise<void> {
    const setup = this.#nextSetup
    this.#nextSetup = undefined
    if (setup) await this.host.reconfigure(setup, this.measured.expectedBytes)
    else await this.host.stop()
  }
}

const unmeasured = ({ expectedBytes }: Plan): Measured => ({
  expectedBytes,
  loadedBytes: null,
  peakBytes: null,
  floorBytes: 0,
})

const RESIDENCY: Record<EngineHost['status']['state'], ResidencyState> = {
  stopped: 'unloaded',
  starting: 'loading',
  ready: 'loaded',
  restarting: 'loading',
  failed: 'failed',
}
