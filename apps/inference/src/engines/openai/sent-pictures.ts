/** What a server is thought to have of the pictures that were sent to it, so that they need only be named. */

const MAX_NAMES = 2000
/** After so many names in a row that said nothing to it, a server is one that keeps no pictures. */
const MAX_MISSES = 3

export class SentPictures {
  readonly #names = new Set<string>()
  #misses = 0

  has(name: string): boolean {
    return this.#misses < MAX_MISSES && this.#names.has(name)
  }

  /** They have come to it; those that came first are the first it will have let go of. */
  note(names: readonly string[]): void {
    for (const name of names) {
      this.#names.delete(name)
      this.#names.add(name)
    }
    for (const name of this.#names) {
      if (this.#names.size <= MAX_NAMES) return
      this.#names.delete(name)
    }
  }

  /** It has answered about pictures that were only named. */
  confirm(): void {
    this.#misses = 0
  }

  /** It does not have what was named. */
  miss(): void {
    this.#misses += 1
    this.#names.clear()
  }

  /** It has begun anew. */
  forget(): void {
    this.#names.clear()
  }
}
