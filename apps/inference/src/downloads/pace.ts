/** How fast bytes come, over the last seconds. */
const WINDOW_MS = 5_000
/** Below this a pace says nothing yet. */
const SHORTEST_MS = 250

export class Pace {
  readonly #now: () => number
  #notes: { at: number; bytes: number }[] = []

  /** `now`: milliseconds, monotonic. */
  constructor(now: () => number) {
    this.#now = now
  }

  note(bytes: number): void {
    const at = this.#now()
    this.#notes.push({ at, bytes })
    this.#notes = this.#notes.filter((note) => note.at > at - WINDOW_MS)
  }

  /** Null before there is a pace; 0 when nothing has come for some seconds. */
  get bytesPerSecond(): number | null {
    const at = this.#now()
    const first = this.#notes[0]
    if (!first) return null
    const elapsedMs = Math.min(WINDOW_MS, at - first.at)
    if (elapsedMs < SHORTEST_MS) return null
    const recent = this.#notes.filter((note) => note.at > at - WINDOW_MS)
    return (recent.reduce((sum, note) => sum + note.bytes, 0) / elapsedMs) * 1000
  }
}

/** Null where there is no pace, or nothing moves. */
export function secondsLeft(missingBytes: number, bytesPerSecond: number | null): number | null {
  return bytesPerSecond ? Math.max(0, missingBytes) / bytesPerSecond : null
}
