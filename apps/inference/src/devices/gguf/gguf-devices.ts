/** Where llama.cpp runs: its builds have other needs than onnxruntime's, and are tried for themselves. */
import type { Device, DeviceWish } from '@vitrine/contracts'
import type { Logger } from 'pino'
import type { DeviceChoice } from '../choose-device.ts'
import type { DeviceSource } from '../own-devices.ts'
import { chooseGgufDevice } from './choose-gguf-device.ts'
import type { GgufVerdict } from './judge-build.ts'

export interface GgufDevicesOptions {
  wish: DeviceWish
  probe(signal: AbortSignal): Promise<readonly GgufVerdict[]>
  logger: Logger
}

export class GgufDevices implements DeviceSource {
  readonly #options: GgufDevicesOptions
  readonly #dropped = new Map<Device, string>()
  readonly #listeners = new Set<() => void>()
  readonly #stopping = new AbortController()
  #probes: readonly GgufVerdict[] | null = null
  #probing: Promise<void> | undefined

  constructor(options: GgufDevicesOptions) {
    this.#options = options
  }

  get choice(): DeviceChoice {
    return chooseGgufDevice({ wish: this.#options.wish, probes: this.#probes, dropped: this.#dropped })
  }

  get target(): Device {
    const { choice } = this
    return choice.type === 'chosen' ? choice.device : 'cpu'
  }

  get isFree(): boolean {
    return this.#options.wish === 'auto'
  }

  /** Tries them anew; nothing is tried where the processor is asked for. */
  probe(): Promise<void> {
    if (this.#options.wish === 'cpu') return Promise.resolve()
    this.#probing ??= this.#probeAll().finally(() => {
      this.#probing = undefined
    })
    return this.#probing
  }

  drop(device: Device, reason: string): void {
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

  async #probeAll(): Promise<void> {
    const { signal } = this.#stopping
    const probes = await this.#try(signal)
    if (signal.aborted) return
    for (const { device, works, why } of probes) this.#options.logger.info({ device, works }, why)
    this.#dropped.clear()
    this.#probes = probes
    this.#tell()
  }

  /** A try that cannot even be made leaves no card, and nobody waiting for one. */
  async #try(signal: AbortSignal): Promise<readonly GgufVerdict[]> {
    try {
      return await this.#options.probe(signal)
    } catch (thrown) {
      this.#options.logger.error({ err: thrown }, "llama.cpp's devices could not be tried")
      return []
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
