/** Lets go of engines that have had no work for as long as they may stay. */
import type { Resident } from './resident.ts'

const MINUTE_MS = 60_000

export class IdleTimers {
  readonly #onIdle: (resident: Resident) => void
  readonly #timers = new Map<Resident, NodeJS.Timeout>()
  #isStopped = false

  constructor(onIdle: (resident: Resident) => void) {
    this.#onIdle = onIdle
  }

  /** Counts anew from now; a pinned engine, and one that may stay for ever, has no timer. */
  arm(resident: Resident): void {
    this.clear(resident)
    const { isPinned, keepAliveMinutes } = resident
    if (isPinned || keepAliveMinutes === null || this.#isStopped) return
    const timer = setTimeout(() => this.#onIdle(resident), keepAliveMinutes * MINUTE_MS)
    this.#timers.set(resident, timer.unref())
  }

  clear(resident: Resident): void {
    clearTimeout(this.#timers.get(resident))
    this.#timers.delete(resident)
  }

  stop(): void {
    this.#isStopped = true
    for (const resident of this.#timers.keys()) this.clear(resident)
  }
}
