/** What both sides of `npm run bench:perception` are given, and what they tell. */

export interface Measuring {
  /** A folder laid out as a hub repository of Florence-2. */
  dir: string
  /** The first is read once beforehand: caches, buffers, the compiler. */
  pictures: readonly Buffer[]
  /** The most tokens of an answer, the same for every task on both sides; null: as long as it gets. */
  tokens: number | null
  threads: number
}

export interface Measured {
  loadMs: number
  /** For all pictures but the first. */
  readMs: number
  /** Of it, on the processors: what other programs take meanwhile does not count. */
  processorMs: number
  images: number
  /** Tokens that an answer had, on average, without those that are forced. */
  answerTokens: number
}

/** Gives back what was spent since, when called. */
export function startWatch(): () => Pick<Measured, 'readMs' | 'processorMs'> {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return { readMs: performance.now() - startedAt, processorMs: (user + system) / 1000 }
  }
}
