/** English for labels and counts. */

const PLURALS: Record<string, string> = {
  person: 'people',
  mouse: 'mice',
  knife: 'knives',
  sheep: 'sheep',
  skis: 'skis',
  scissors: 'scissors',
  bus: 'buses',
  bench: 'benches',
  toothbrush: 'toothbrushes',
  couch: 'couches',
  sandwich: 'sandwiches',
  'wine glass': 'wine glasses',
}

/** Labels that are plural already. */
const PAIRS = new Set(['skis', 'scissors'])

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** Above this, detectors miss some: the count becomes a lower bound. */
const MAX_EXACT = 3

export function pluralOf(noun: string): string {
  return PLURALS[noun] ?? `${noun}s`
}

/** "a dog", "an umbrella", "a pair of scissors". */
export function withArticle(noun: string): string {
  if (PAIRS.has(noun)) return `a pair of ${noun}`
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`
}

/**
 * "two dogs", "at least five people". With its own plural a noun is counted exactly, in digits: "28 lines of text".
 */
export function countNoun(count: number, noun: string, plural?: string): string {
  if (plural !== undefined) return `${count} ${count === 1 ? noun : plural}`
  if (count === 1) return withArticle(noun)
  const number = NUMBERS[count] ?? String(count)
  return `${count > MAX_EXACT ? 'at least ' : ''}${number} ${pluralOf(noun)}`
}

/** "a, b and c". */
export function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
