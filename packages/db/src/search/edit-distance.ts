/** Typing errors. Pure. */

/**
 * Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.
 * Returns `limit + 1` as soon as it is sure to be above `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let best = i
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let value = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, (before[j - 2] ?? 0) + 1)
      row.push(value)
      if (value < best) best = value
    }
    if (best > limit) return limit + 1
    before = last
    last = row
  }
  return last[b.length] ?? limit + 1
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Every string one typing error away from `word`, itself left out; about 75 a letter. */
export function neighboursOf(word: string): string[] {
  const found = new Set<string>()
  for (let index = 0; index <= word.length; index++) {
    const head = word.slice(0, index)
    const tail = word.slice(index)
    if (tail) found.add(head + tail.slice(1))
    if (tail.length > 1) found.add(`${head}${tail.charAt(1)}${tail.charAt(0)}${tail.slice(2)}`)
    for (const letter of ALPHABET) {
      found.add(head + letter + tail)
      if (tail) found.add(head + letter + tail.slice(1))
    }
  }
  found.delete(word)
  found.delete('')
  return [...found]
}

/** Longer words are not mended: they have too many neighbours. */
const MAX_MENDED = 24

/** How many typing errors a word of this length may hold and still be recognised. */
export function toleratedErrors(word: string): 0 | 1 | 2 {
  if (word.length < 4 || word.length > MAX_MENDED || /\d/.test(word)) return 0
  return word.length < 7 ? 1 : 2
}

/** The one of `choices` nearest to `word` within two errors; null when none is. Earlier ones win ties. */
export function nearest(word: string, choices: Iterable<string>): string | null {
  let best: string | null = null
  let bestDistance = word.length < 4 ? 2 : 3
  for (const choice of choices) {
    const distance = editDistance(word, choice, bestDistance - 1)
    if (distance < bestDistance) {
      best = choice
      bestDistance = distance
    }
  }
  return best
}
