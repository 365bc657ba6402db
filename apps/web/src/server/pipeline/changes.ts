/** Wakes whoever follows the event table: at once for changes of this process, by polling for others'. */
import { createWaker } from './waker.ts'

export interface Changes {
  poke(): void
  /** Resolves when the table may have grown, at the latest after the poll interval, or when the signal aborts. */
  next(signal: AbortSignal): Promise<void>
}

/** A burst of pokes within `gatherMs` wakes listeners once, so that each image is sent once, too. */
export function createChanges({ pollMs = 1_000, gatherMs = 100 } = {}): Changes {
  const waker = createWaker()
  let gathering: NodeJS.Timeout | undefined
  return {
    poke() {
      if (gathering !== undefined) return
      gathering = setTimeout(() => {
        gathering = undefined
        waker.poke()
      }, gatherMs).unref()
    },
    next: (signal) => waker.wait(pollMs, signal),
  }
}
