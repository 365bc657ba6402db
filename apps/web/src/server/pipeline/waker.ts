/** Waiting for news that may come from this process (a poke) or from another (a poll). */
export interface Waker {
  /** Ends every wait of now. */
  poke(): void
  /** Resolves at the next poke, after `ms`, or when the signal aborts. Arm it before looking, await it after. */
  wait(ms: number, signal?: AbortSignal): Promise<void>
}

export function createWaker(): Waker {
  const waiting = new Set<() => void>()
  return {
    poke() {
      for (const wake of [...waiting]) wake()
    },
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          waiting.delete(wake)
          clearTimeout(timer)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const timer = setTimeout(wake, ms)
        waiting.add(wake)
        signal?.addEventListener('abort', wake, { once: true })
        if (signal?.aborted) wake()
      }),
  }
}
