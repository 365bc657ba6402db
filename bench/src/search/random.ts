/** Seeded chance: the same seed gives the same records on every machine. */

export interface Random {
  /** 0 ≤ x < 1. */
  next(): number
  /** An integer 0 ≤ n < `below`. */
  below(below: number): number
  chance(probability: number): boolean
  /** The first of a list most often, each next one less: Zipf's law with exponent 1. */
  zipf<T>(list: readonly T[], fallback: T): T
  pick<T>(list: readonly T[], fallback: T): T
}

/** Mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    // The inverse of the continuous 1/x distribution over 1..n+1.
    zipf: (list, fallback) => list[Math.floor((list.length + 1) ** next()) - 1] ?? fallback,
    pick: (list, fallback) => list[below(list.length)] ?? fallback,
  }
}
