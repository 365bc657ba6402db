/** Counts what happened over the last minute, in sixty buckets of a second each. */
const BUCKETS = 60

export class MinuteRate {
  readonly #now: () => number
  readonly #counts = new Map<number, number>()

  /** `now`: milliseconds, monotonic. */
  constructor(now: () => number) {
    this.#now = now
  }

  note(count = 1): void {
    const second = this.#second()
    this.#counts.set(second, (this.#counts.get(second) ?? 0) + count)
    this.#forget(second)
  }

  /** Happenings over the last minute, divided by that minute. */
  get perSecond(): number {
    this.#forget(this.#second())
    let sum = 0
    for (const count of this.#counts.values()) sum += count
    return sum / BUCKETS
  }

  #second(): number {
    return Math.floor(this.#now() / 1000)
  }

  #forget(second: number): void {
    for (const past of this.#counts.keys()) if (past <= second - BUCKETS) this.#counts.delete(past)
  }
}
