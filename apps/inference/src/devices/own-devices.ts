/** The devices as one engine finds them: one that cannot load its model may load another engine's. */
import type { Device, DeviceProbe } from '@vitrine/contracts'
import type { DeviceChoice } from './choose-device.ts'
import type { Devices } from './devices.ts'

/** What an engine needs to know of where it is to run. */
export interface DeviceSource {
  readonly choice: DeviceChoice
  /** What files are fetched and memory is planned for: the chosen device, or the one that is to work one day. */
  readonly target: Device
  /** Whether another device is taken when this one turns out not to work. */
  readonly isFree: boolean
  /** This engine's model does not load there. */
  drop(device: Device, reason: string): void
  /** Returns how to stop listening. */
  onChange(listener: () => void): () => void
}

/** What is dropped here is dropped for this engine only. */
export class OwnDevices implements DeviceSource {
  readonly #devices: Devices
  readonly #dropped = new Map<Device, string>()
  /** What was known when they were dropped: they have another chance once the devices are tried anew. */
  #probes: readonly DeviceProbe[] = []
  readonly #listeners = new Set<() => void>()

  constructor(devices: Devices) {
    this.#devices = devices
  }

  get choice(): DeviceChoice {
    if (this.#probes !== this.#devices.probes) this.#dropped.clear()
    return this.#devices.chooseWithout(this.#dropped)
  }

  get target(): Device {
    const { choice } = this
    return choice.type === 'chosen' ? choice.device : this.#devices.target
  }

  get isFree(): boolean {
    return this.#devices.isFree
  }

  drop(device: Device, reason: string): void {
    if (this.#probes !== this.#devices.probes) this.#dropped.clear()
    this.#probes = this.#devices.probes
    this.#dropped.set(device, reason)
    for (const listener of this.#listeners) listener()
  }

  onChange(listener: () => void): () => void {
    const unlisten = this.#devices.onChange(listener)
    this.#listeners.add(listener)
    return () => {
      unlisten()
      this.#listeners.delete(listener)
    }
  }
}
