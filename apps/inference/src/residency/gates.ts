/** The gate of each memory, with its budget. */
import { Device, type EngineName } from '@vitrine/contracts'
import { planBudget } from './ledger.ts'
import { type Memory, memoryOfDevice, sharesMemory } from './memories.ts'
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
  readonly #gates = new Map<Memory, MemoryGate>()

  /** `onRoom`: a pinned engine that had to leave may come back. */
  constructor(options: GatesOptions, onRoom: (engine: EngineName) => void) {
    this.#options = options
    this.#onRoom = onRoom
  }

  /** Devices that are names for one card have one gate: what one of them holds, the others cannot. */
  of(device: Device): MemoryGate {
    const memory = memoryOfDevice(device)
    const known = this.#gates.get(memory)
    if (known) return known
    const { turnMs, comeBackMs, now } = this.#options
    const gate = new MemoryGate({
      turnMs,
      comeBackMs,
      now,
      budgetBytes: () => this.budgetOf(device),
      onRoom: ({ name }) => this.#onRoom(name),
    })
    this.#gates.set(memory, gate)
    return gate
  }

  budgetOf(device: Device): number {
    const { systemBytes, budgetBytes } = this.#options
    return planBudget(device, { totalBytes: this.totalOf(device), systemBytes }, budgetBytes)
  }

  /** Where a device was not tried, what another name for the same card tells. */
  totalOf(device: Device): number | null {
    const { totalBytes } = this.#options
    const own = totalBytes(device)
    if (own !== null) return own
    const others = Device.options.filter((other) => sharesMemory(device, other)).map(totalBytes)
    return others.find((bytes) => bytes !== null) ?? null
  }

  stop(): void {
    for (const gate of this.#gates.values()) gate.stop()
  }
}
