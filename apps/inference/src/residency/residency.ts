/** Which engines are loaded: pinned ones from the start, the others with their first request until they idle. */
import type { EngineName, ModelStatus, Residency as ResidencyState } from '@vitrine/contracts'
import type { EngineManifest, Settled } from '../engines/engine.ts'
import type { EngineHost } from '../host/engine-host.ts'
import type { Answer, Job } from '../host/protocol.ts'
import { chooseEngine, type Need } from './choose.ts'

export interface Resident {
  manifest: EngineManifest
  host: EngineHost
  /** Loaded at start and never unloaded. */
  isPinned: boolean
}

export interface ResidencyOptions {
  /** In order of preference. */
  residents: readonly Resident[]
  /** How long an engine that is not pinned stays loaded without work. */
  idleUnloadMs: number
}

export class Residency {
  readonly residents: readonly Resident[]
  readonly #idleUnloadMs: number
  readonly #idleTimers = new Map<Resident, NodeJS.Timeout>()

  constructor(options: ResidencyOptions) {
    this.residents = options.residents
    this.#idleUnloadMs = options.idleUnloadMs
  }

  /** Loads the pinned engines; resolves when each is ready or keeps failing (it is tried on by itself). */
  async preload(): Promise<void> {
    await Promise.allSettled(
      this.residents.filter(({ isPinned }) => isPinned).map(({ host }) => host.ready()),
    )
  }

  /** The engine for a need; throws `no-engine` or `task-unsupported`. */
  choose(need: Need, wanted?: EngineName): Resident {
    return chooseEngine(this.residents, need, wanted)
  }

  /** Resolves when the engine is loaded. */
  async prepare(resident: Resident): Promise<void> {
    await resident.host.ready()
    this.#armIdle(resident)
  }

  async run(resident: Resident, jobs: readonly Job[], signal: AbortSignal): Promise<Settled<Answer>[]> {
    clearTimeout(this.#idleTimers.get(resident))
    try {
      return await resident.host.run(jobs, signal)
    } finally {
      this.#armIdle(resident)
    }
  }

  /** Rows of `GET /v1/models`; of an engine that never loaded, what its manifest knows. */
  models(): ModelStatus[] {
    return this.residents.flatMap(({ manifest, host }) => {
      const { state, identity, lastError } = host.status
      const residency = RESIDENCY[state]
      const models = identity?.models ?? manifest.models ?? []
      return models.map((model) => ({
        ...model,
        engine: manifest.name,
        residency,
        ...(residency === 'failed' && lastError ? { detail: lastError } : {}),
      }))
    })
  }

  async stop(): Promise<void> {
    for (const timer of this.#idleTimers.values()) clearTimeout(timer)
    await Promise.all(this.residents.map(({ host }) => host.stop()))
  }

  #armIdle(resident: Resident): void {
    if (resident.isPinned) return
    clearTimeout(this.#idleTimers.get(resident))
    const timer = setTimeout(() => void resident.host.stop(), this.#idleUnloadMs)
    this.#idleTimers.set(resident, timer.unref())
  }
}

const RESIDENCY: Record<EngineHost['status']['state'], ResidencyState> = {
  stopped: 'unloaded',
  starting: 'loading',
  ready: 'loaded',
  restarting: 'loading',
  failed: 'failed',
}
