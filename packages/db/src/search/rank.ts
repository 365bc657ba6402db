/**
 * bm25 over a pool of candidates, with the figures FTS5's own would use. FTS5's bm25() counts every document
 * of every word first, which takes a second for common words among a million images; here those counts are kept.
 */
import { visitDocuments, WordFilter } from './packed.ts'
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

export interface Ranked {
  id: number
  /** Smaller is better, as with bm25(). */
  rank: number
}

interface RankedWord {
  group: number
  factor: number
}

function indexWords(groups: readonly WordGroup[]): { filter: WordFilter; words: Map<number, RankedWord[]> } {
  const filter = new WordFilter()
  const words = new Map<number, RankedWord[]>()
  for (const [group, own] of groups.slice(0, MAX_GROUPS).entries())
    for (const { id, factor } of own.words) {
      filter.add(id)
      words.set(id, [...(words.get(id) ?? []), { group, factor }])
    }
  return { filter, words }
}

/** Ranks the documents of joined packed words; `found` is told of each. */
export type Ranker = (joined: string, found: (ranked: Ranked) => void) => void

export function createRanker(
  groups: readonly WordGroup[],
  weights: readonly number[],
  averageLength: number,
): Ranker {
  const { filter, words } = indexWords(groups)
  const frequencies = new Float64Array(weights.length)
  return (joined, found) => {
    frequencies.fill(0)
    visitDocuments(joined, {
      filter,
      word(id, frequency) {
        for (const { group, factor } of words.get(id) ?? [])
          frequencies[group] = (frequencies[group] ?? 0) + frequency * factor
      },
      document(id, length) {
        const norm = K1 * (1 - B + (B * length) / averageLength)
        let score = 0
        for (let group = 0; group < weights.length; group++) {
          const frequency = frequencies[group] ?? 0
          score += ((weights[group] ?? 0) * (frequency * (K1 + 1))) / (frequency + norm)
          frequencies[group] = 0
        }
        found({ id, rank: -Math.round(score * 1e6) / 1e6 })
      },
    })
  }
}
