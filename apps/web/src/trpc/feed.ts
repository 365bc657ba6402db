/** What a subscription brings in a test: told by the test, piece by piece. */
export class Feed<T> {
  readonly #told: T[] = []
  #listener: { next: (value: T) => void; end: () => void } | null = null
  #isOver = false

  /** Tells everything that was told before, then what comes. */
  listen(listener: { next: (value: T) => void; end: () => void }): () => void {
    this.#listener = listener
    for (const value of this.#told) listener.next(value)
    if (this.#isOver) listener.end()
    return () => {
      this.#listener = null
    }
  }

  push(...values: T[]): void {
    for (const value of values) {
      this.#told.push(value)
      this.#listener?.next(value)
    }
  }

  end(): void {
    this.#isOver = true
    this.#listener?.end()
  }

  /** Whether somebody listens now. */
  get isHeard(): boolean {
    return this.#listener !== null
  }
}
