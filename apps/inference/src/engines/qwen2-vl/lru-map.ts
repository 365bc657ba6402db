/** A map whose least recently used entries leave when their weight or number grows too large. */

export interface LruLimits<V> {
  maxWeight: number
  maxEntries: number
  weigh(value: V): number
  /** Called with what leaves. */
  onLeave?(value: V): void
}

export class LruMap<V> {
  readonly #limits: LruLimits<V>
  readonly #entries = new Map<string, V>()

  constructor(limits: LruLimits<V>) {
    this.#limits = limits
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    const value = this.#entries.get(key)
    if (value === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, value)
    return value
  }

  set(key: string, value: V): void {
    const before = this.#entries.get(key)
    if (before !== undefined && before !== value) this.delete(key)
    this.#entries.delete(key)
    this.#entries.set(key, value)
    this.trim()
  }

  /** Lets go of the longest unused until what is left is within the limits; an entry may have grown meanwhile. */
  trim(): void {
    let weight = 0
    for (const value of this.#entries.values()) weight += this.#limits.weigh(value)
    for (const [key, value] of this.#entries) {
      if (weight <= this.#limits.maxWeight && this.#entries.size <= this.#limits.maxEntries) return
      weight -= this.#limits.weigh(value)
      this.delete(key)
    }
  }

  delete(key: string): void {
    const value = this.#entries.get(key)
    if (value === undefined) return
    this.#entries.delete(key)
    this.#limits.onLeave?.(value)
  }

  /** Lets go of all entries but one; says whether there were any. */
  clear(kept?: string): boolean {
    const keys = [...this.#entries.keys()].filter((key) => key !== kept)
    for (const key of keys) this.delete(key)
    return keys.length > 0
  }

  get size(): number {
    return this.#entries.size
  }
}
