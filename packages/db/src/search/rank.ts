/**
 * bm25 over a pool of candidates, with the figures FTS5's own would use. FTS5's bm25() counts every document
 * of every word first, which takes a second for common words among a million images; here those counts are kept.
 */
import { eachWord } from './packed.ts'
import type { WordGroup } from './plan.ts'

const K1 = 1.2
const B = 0.75
/** Bits of a number: more groups than this are not weighed. */
const MAX_GROUPS = 30

export interface Totals {
  documents: number
  /** Words of all documents together. */
  words: number
}

/** How rare each group is: its weight. Rounded, so that a cursor can carry it. */
export function weightsOf(groups: readonly WordGroup[], totals: Totals): number[] {
  return groups.slice(0, MAX_GROUPS).map(({ documents }) => {
    const hits = Math.min(documents, totals.documents)
    const weight = Math.log((totals.documents - hits + 0.5) / (hits + 0.5))
    // As FTS5 does for words that more than half of the documents have, but keeping their order.
    return Math.round(Math.max(weight, 0.01) * 1000) / 1000
  })
}

/** Scores a document by its packed words; smaller is better, as with bm25(). */
export type Ranker = (packed: Uint8Array, length: number) => number

export function createRanker(
  groups: readonly WordGroup[],
  weights: readonly number[],
  averageLength: number,
): Ranker {
  const groupsOfWord = new Map<number, { group: number; factor: number }[]>()
  for (const [group, { words }] of groups.slice(0, weights.length).entries())
    for (const { id, factor } of words) {
      const known = groupsOfWord.get(id)
      if (known) known.push({ group, factor })
      else groupsOfWord.set(id, [{ group, factor }])
    }
  const frequencies = new Float64Array(weights.length)
  return (packed, length) => {
    frequencies.fill(0)
    eachWord(packed, (id, frequency) => {
      const own = groupsOfWord.get(id)
      if (!own) return
      for (const { group, factor } of own) frequencies[group] = (frequencies[group] ?? 0) + frequency * factor
    })
    const norm = K1 * (1 - B + (B * length) / averageLength)
    let score = 0
    for (let group = 0; group < weights.length; group++) {
      const frequency = frequencies[group] ?? 0
      score += ((weights[group] ?? 0) * (frequency * (K1 + 1))) / (frequency + norm)
    }
    return -Math.round(score * 1e6) / 1e6
  }
}
