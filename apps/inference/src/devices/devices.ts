/** The devices of this machine: tried once, remembered, tried anew on demand; and the one that models run on. */
import { cpus } from 'node:os'
import type { Device, DeviceProbe, DeviceReport, DeviceWish } from '@vitrine/contracts'
import type { Logger } from 'pino'
import type { Cards } from './cards.ts'
import { candidatesFor, chooseDevice, type DeviceChoice } from './choose-device.ts'
import { recall, remember } from './device-cache.ts'
import { howToGetCuda } from './get-cuda.ts'
import { judgeProbe } from './judge.ts'
import { memoryOf } from './memory.ts'
import type { ProbeOutcome } from './probe-protocol.ts'

export interface DevicesOptions {
  wish: DeviceWish
  platform: NodeJS.Platform
  /** Where results are kept. */
  cacheFile: string
  /** One try of one device. */
  run(device: Device, signal: AbortSignal): Promise<ProbeOutcome>
  readCards(): Promise<Cards>
  /** What results depend on. */
  fingerprint(cards: Cards): string
  logger: Logger
}

export class Devices {
  readonly #options: DevicesOptions
  readonly #dropped = new Map<Device, string>()
  readonly #listeners = new Set<() => void>()
  readonly #stopping = new AbortController()
  #probes: DeviceProbe[] = []
  #howToGetCuda: string[] = []
  #probing: Promise<void> | undefined

  constructor(options: DevicesOptions) {
    this.#options = options
  }

  get choice(): DeviceChoice {
    return this.chooseWithout(new Map())
  }

  /** The choice of somebody for whom these do not work either, each with what went wrong. */
  chooseWithout(others: ReadonlyMap<Device, string>): DeviceChoice {
    const { wish, platform } = this.#options
    const dropped = new Map([...others, ...this.#dropped])
    return chooseDevice({ wish, platform, probes: this.#probes, dropped })
  }

  get report(): DeviceReport {
    const { choice } = this
    return {
      wish: this.#options.wish,
      chosen: choice.type === 'chosen' ? choice.device : null,
      why: choice.type === 'none' ? `${choice.why} ${choice.suggestion}` : choice.why,
      probes: this.#probes,
      howToGetCuda: this.#howToGetCuda,
    }
  }

  /** What files are fetched and memory is planned for: the chosen device, or the one that is to work one day. */
  get target(): Device {
    const { choice } = this
    if (choice.type === 'chosen') return choice.device
    return this.#options.wish === 'auto' ? 'cpu' : this.#options.wish
  }

  /** Another list whenever the devices were tried anew. */
  get probes(): readonly DeviceProbe[] {
    return this.#probes
  }

  probeOf(device: Device): DeviceProbe | null {
    return this.#probes.find((probe) => probe.device === device) ?? null
  }

  /** Whether another device is taken when this one turns out not to work. */
  get isFree(): boolean {
    return this.#options.wish === 'auto'
  }

  /** Resolves once what is remembered is known; where nothing is, the probes go on in the background. */
  async start(): Promise<void> {
    const { cacheFile, fingerprint, readCards, logger, wish } = this.#options
    const remembered = recall(cacheFile, logger)
    if (remembered && remembered.key === fingerprint(await readCards()) && this.#covers(remembered.probes)) {
      this.#probes = remembered.probes
      this.#howToGetCuda = remembered.howToGetCuda
      this.#tell()
    } else if (wish !== 'cpu') {
      this.probe().catch((error: unknown) => logger.error({ err: error }, 'the devices could not be tried'))
    }
  }

  /** Tries every device anew; a second call while it runs waits for the same. A device's failure is a result. */
  probe(): Promise<void> {
    this.#probing ??= this.#probeAll().finally(() => {
      this.#probing = undefined
    })
    return this.#probing
  }

  /** A device that passed its probe could not load a real model: it is given up until it is tried anew. */
  drop(device: Device, reason: string): void {
    this.#options.logger.warn({ device, reason }, 'device given up')
    this.#dropped.set(device, reason)
    this.#tell()
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#probing
  }

  get #candidates(): readonly Device[] {
    return candidatesFor(this.#options.platform)
  }

  #covers(probes: readonly DeviceProbe[]): boolean {
    return this.#candidates.every((device) => probes.some((probe) => probe.device === device))
  }

  async #probeAll(): Promise<void> {
    const { cacheFile, fingerprint, readCards, platform, logger } = this.#options
    const { signal } = this.#stopping
    const cards = await readCards()
    const probes: DeviceProbe[] = []
    let said = ''
    for (const device of this.#candidates) {
      const outcome = await this.#options.run(device, signal)
      if (signal.aborted) return
      if (device === 'cuda') said = `${outcome.log}\n${outcome.type === 'threw' ? outcome.message : ''}`
      const probe = describeProbe(device, outcome, cards)
      logger.info({ device, state: probe.state, runMs: probe.runMs }, probe.detail)
      if (outcome.log !== '') logger.debug({ device, log: outcome.log }, 'what the probe wrote')
      probes.push(probe)
    }
    const hasCuda = probes.some(({ device, state }) => device === 'cuda' && state === 'works')
    const gap = { hasCard: cards.hasNvidia, platform, driver: cards.nvidia?.driver ?? null, said }
    this.#probes = probes
    this.#howToGetCuda = hasCuda ? [] : howToGetCuda(gap)
    this.#dropped.clear()
    remember(cacheFile, { key: fingerprint(cards), probes, howToGetCuda: this.#howToGetCuda }, logger)
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

function describeProbe(device: Device, outcome: ProbeOutcome, cards: Cards): DeviceProbe {
  const verdict = judgeProbe(device, outcome)
  const { totalBytes, usedBytes } = memoryOf(device, cards)
  // A software device has no card; a CUDA that is missing has one all the same.
  const hasCard = verdict.state === 'works' || device === 'cuda'
  const freeBytes = totalBytes !== null && usedBytes !== null ? Math.max(0, totalBytes - usedBytes) : null
  return {
    device,
    ...verdict,
    adapter: hasCard ? nameAdapter(device, cards) : null,
    totalMemoryBytes: hasCard ? totalBytes : null,
    freeMemoryBytes: hasCard ? freeBytes : null,
    at: Date.now(),
  }
}

function nameAdapter(device: Device, cards: Cards): string | null {
  if (device === 'cpu') return cpus()[0]?.model.trim() || null
  if (device === 'coreml' || device === 'remote') return null
  return cards.nvidia?.name ?? (device === 'cuda' ? null : (cards.amd?.name ?? null))
}
