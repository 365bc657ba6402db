/**
 * Keeps an engine on the right weights and the right device: loads it when its weights arrive, takes it away when
 * they go, and moves it when a person chooses others or a device turns out not to work.
 */
import { AppError, type Device, type WeightsKey } from '@vitrine/contracts'
import { type Candidate, chooseWeights } from '../devices/choose-weights.ts'
import type { DeviceSource } from '../devices/own-devices.ts'
import type { ModelStore, WeightsOnDisk } from '../downloads/model-store.ts'
import { sharesMemory } from './memories.ts'
import { planWeights } from './plan-weights.ts'
import type { Residency } from './residency.ts'
import type { Plan, Resident } from './resident.ts'
import type { EngineSettings } from './settings.ts'

export interface WeightsSwitchDeps {
  resident: Resident
  residency: Residency
  store: ModelStore
  devices: DeviceSource
  settings: EngineSettings
  /** A key of the environment, and what it is set to: that goes before a person's choice on the page. */
  fixed: { name: string; key: WeightsKey | undefined }
  /** What weights are expected to take of a device's memory. */
  expectBytes(weights: WeightsOnDisk, device: Device): number
}

/** Loads that fail in a row before a device is given up. */
const LOADS = 2

export class WeightsSwitch {
  readonly #deps: WeightsSwitchDeps
  readonly #unlisten: (() => void)[]
  /** Of the engine's process, when it was given what it runs now. */
  #restartsBefore = 0
  #applied = ''

  constructor(deps: WeightsSwitchDeps) {
    this.#deps = deps
    const update = () => void this.update()
    this.#unlisten = [
      deps.store.onChange(update),
      deps.devices.onChange(update),
      deps.resident.host.onChange(() => this.#watchLoads()),
    ]
  }

  /** Whether these weights are its engine's. */
  has(key: WeightsKey): boolean {
    return this.#deps.store.keysOf(this.#deps.resident.name).includes(key)
  }

  /** Brings the engine in line with what is there; resolves when what ran before has left. */
  async update(): Promise<void> {
    const plan = this.#plan()
    const next = JSON.stringify(plan)
    if (next === this.#applied) return
    this.#applied = next
    this.#restartsBefore = this.#deps.resident.host.status.restarts
    await this.#deps.residency.configure(this.#deps.resident, plan)
  }

  /** Makes the engine run these weights, now and from the next start on. Throws `not-found` or `conflict`. */
  async use(key: WeightsKey): Promise<void> {
    const { store, resident, settings, fixed } = this.#deps
    if (!this.has(key)) throw new AppError('not-found', `There are no weights called ${key}.`)
    if (fixed.key !== undefined && fixed.key !== key)
      throw new AppError(
        'conflict',
        `${fixed.name} is set to ${fixed.key}, which goes before a choice here.`,
        {
          suggestion: 'Take it out of the settings to choose here.',
        },
      )
    if (!store.find(key))
      throw new AppError('conflict', 'These weights are not on this machine yet.', {
        suggestion: 'Download them first.',
      })
    settings.keepWeights(resident.name, key)
    await this.update()
  }

  /** Which weights suit this machine best, which are run, and what each is expected to take. */
  describe(): { recommended: WeightsKey | null; inUse: WeightsKey | null; candidates: Candidate[] } {
    const { store, residency, resident, devices, settings, fixed } = this.#deps
    const device = devices.target
    const order = store.keysOf(resident.name)
    const candidates = store.list().flatMap((weights) => {
      const rank = order.indexOf(weights.key) + 1
      const memoryBytes = this.#deps.expectBytes(weights, device)
      return rank > 0
        ? [{ key: weights.key, rank, memoryBytes, isInstalled: store.find(weights.key) !== null }]
        : []
    })
    const beside = residency.residents.filter(
      (other) => other !== resident && sharesMemory(other.device, device),
    )
    const chosen = chooseWeights({
      device,
      candidates,
      roomBytes: residency.gates.budgetOf(device),
      reservedBytes: beside.reduce((sum, { needBytes }) => sum + needBytes, 0),
      preferred: fixed.key ?? settings.weightsOf(resident.name),
    })
    return { ...chosen, candidates }
  }

  stop(): void {
    for (const unlisten of this.#unlisten) unlisten()
  }

  #plan(): Plan {
    const { store, resident, devices } = this.#deps
    const { inUse, candidates } = this.describe()
    const expectedBytes = candidates.find(({ key }) => key === inUse)?.memoryBytes ?? 0
    const { threads, cacheDir, maxPixels, heartbeatMs } = resident.host.setup
    const setup = { engine: resident.name, threads, cacheDir, maxPixels, heartbeatMs }
    const weights = inUse === null ? null : store.find(inUse)
    return planWeights({ choice: devices.choice, weights, expectedBytes, setup })
  }

  /** A device that passes its probe may still fail with the real model: in `auto` the next one is tried. */
  #watchLoads(): void {
    const { resident, devices } = this.#deps
    const { identity, restarts, lastError } = resident.host.status
    const hasFailed = !identity && restarts - this.#restartsBefore >= LOADS
    if (!hasFailed || !devices.isFree || resident.device === 'cpu') return
    devices.drop(resident.device, lastError ?? 'It did not load the model.')
  }
}
