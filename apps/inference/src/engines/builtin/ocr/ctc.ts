/** From the recogniser's character probabilities to text. */

/** A line as it was read; `score` is the mean probability of its characters, 0 when there are none. */
export interface ReadText {
  text: string
  score: number
}

/**
 * Greedy CTC: the likeliest class of each step, repeats merged, blanks (class 0) dropped.
 * `probabilities` holds `steps` rows of `alphabet.length + 1` classes from `offset` on.
 */
export function decodeCtc(
  probabilities: Float32Array,
  offset: number,
  steps: number,
  alphabet: readonly string[],
): ReadText {
  const classes = alphabet.length + 1
  let text = ''
  let sum = 0
  let count = 0
  let previous = 0
  for (let step = 0; step < steps; step++) {
    const row = offset + step * classes
    let best = 0
    let bestValue = Number.NEGATIVE_INFINITY
    for (let i = 0; i < classes; i++) {
      const value = probabilities[row + i] ?? 0
      if (value > bestValue) {
        bestValue = value
        best = i
      }
    }
    if (best !== 0 && best !== previous) {
      text += alphabet[best - 1] ?? ''
      sum += bestValue
      count++
    }
    previous = best
  }
  return { text, score: count === 0 ? 0 : sum / count }
}

/** The classes after the blank: a dictionary file's lines, then the space. */
export function parseAlphabet(dictionary: string): string[] {
  const lines = dictionary.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  return [...lines, ' ']
}
