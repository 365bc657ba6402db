/** The gate of each device, with the device's budget. */
import type { Device, EngineName } from '@vitrine/contracts'
import { planBudget } from './ledger.ts'
import { type GateOptions, MemoryGate } from './memory-gate.ts'

export interface GatesOptions extends Pick<GateOptions, 'turnMs' | 'comeBackMs' | 'now'> {
  /** What a device has in all; null where it does not tell. */
  totalBytes(device: Device): number | null
  systemBytes: number
  /** A person's own budget, for each device. */
  budgetBytes: number | null
}

export class Gates {
  readonly #options: GatesOptions
  readonly #onRoom: (engine: EngineName) => void
  readonly #gates = new Map<Device, MemoryGate>()

  /** `onRoom`: a pinned engine that had to leave may come back. */
  constructor(options: GatesOptions, onRoom: (engine: EngineName) => void) {
    this.#options = options
    this.#onRoom = onRoom
  }

  of(device: Device): MemoryGate {
    const known = this.#gates.get(device)
    if (known) return known
    const { turnMs, comeBackMs, now } = this.#options
    const gate = new MemoryGate({
      turnMs,
      comeBackMs,
      now,
      budgetBytes: () => this.budgetOf(device),
      onRoom: ({ name }) => this.#onRoom(name),
    })
    this.#gates.set(device, gate)
    return gate
  }

  budgetOf(device: Device): number {
    const { totalBytes, systemBytes, budgetBytes } = this.#options
    return planBudget(device, { totalBytes: totalBytes(device), systemBytes }, budgetBytes)
  }

  totalOf(device: Device): number | null {
    return this.#options.totalBytes(device)
  }

  stop(): void {
    for (const gate of this.#gates.values()) gate.stop()
  }
}
