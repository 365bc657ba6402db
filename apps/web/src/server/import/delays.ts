/** Waits by key: asking again for the same key starts its wait anew. */
export interface Delays {
  later(key: string, waitMs: number, work: () => void): void
  /** Drops every wait, and takes no more. */
  stop(): void
}

export function createDelays(): Delays {
  const timers = new Map<string, NodeJS.Timeout>()
  let isStopped = false
  return {
    later(key, waitMs, work) {
      clearTimeout(timers.get(key))
      if (isStopped) return
      const run = () => {
        timers.delete(key)
        work()
      }
      timers.set(key, setTimeout(run, waitMs))
    },
    stop() {
      isStopped = true
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}
