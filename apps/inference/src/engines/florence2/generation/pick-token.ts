/** The likeliest next token of a row and how likely it is: pure arithmetic over one row of logits. */
import type { ScoredToken } from '../answer/items.ts'

/** Fifty thousand tokens this far below the highest add less than a millionth to the sum: too little to look at. */
const NEGLIGIBLE = 25
/** Bins on either side that count as the same place: 1 % of the picture's side. */
const NEARBY_BINS = 10

export interface LogitsRow {
  logits: Float32Array
  /** Where the row begins, and how many tokens there are. */
  offset: number
  size: number
}

/** Greedy choice among the tokens that are not banned; the first of equals, as the reference's argmax. */
export function pickToken(row: LogitsRow, banned: ReadonlySet<number>): number {
  const { logits, offset, size } = row
  let best = -1
  let highest = Number.NEGATIVE_INFINITY
  for (let id = 0; id < size; id += 1) {
    const value = logits[offset + id] ?? Number.NEGATIVE_INFINITY
    if (value > highest && !(banned.size > 0 && banned.has(id))) {
      best = id
      highest = value
    }
  }
  return Math.max(best, 0)
}

/**
 * How likely a chosen token was by softmax over the whole row, bans left aside; of a location also how likely
 * the model held the places around it, since a thousand bins share what is one edge.
 */
export function scoreToken(
  id: number,
  row: LogitsRow,
  locations: { first: number; count: number },
): ScoredToken {
  const { logits, offset, size } = row
  let highest = Number.NEGATIVE_INFINITY
  for (let at = 0; at < size; at += 1) highest = Math.max(highest, logits[offset + at] ?? highest)
  let sum = 0
  for (let at = 0; at < size; at += 1) {
    const distance = (logits[offset + at] ?? Number.NEGATIVE_INFINITY) - highest
    if (distance > -NEGLIGIBLE) sum += Math.exp(distance)
  }
  const share = (at: number) => Math.exp((logits[offset + at] ?? Number.NEGATIVE_INFINITY) - highest) / sum
  const bin = id - locations.first
  if (bin < 0 || bin >= locations.count) return { id, probability: share(id), nearby: null }
  let nearby = 0
  const last = Math.min(locations.count - 1, bin + NEARBY_BINS)
  for (let place = Math.max(0, bin - NEARBY_BINS); place <= last; place += 1)
    nearby += share(locations.first + place)
  return { id, probability: share(id), nearby: Math.min(1, nearby) }
}
