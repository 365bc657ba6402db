/** A generated answer as a row of items: stretches of text, locations, and the marks between polygons. */

/** One token of an answer and how sure the model was of it. */
export interface ScoredToken {
  id: number
  /** The probability of this very token, 0..1. */
  probability: number
  /** Of a location: the probability of it or of a place within 1 % of the picture's side, 0..1; else null. */
  nearby: number | null
}

export type AnswerItem =
  /** `certainty`: geometric mean of its tokens' probabilities, 0..1; null where it is not known. */
  | { kind: 'text'; text: string; certainty: number | null }
  /** `bin`: 0..999 on Florence-2's grid. */
  | { kind: 'location'; bin: number; certainty: number | null }
  | { kind: 'mark'; mark: 'separator' | 'polygon-start' | 'polygon-end' | 'other' }

/** What the tokenizer knows that reading an answer takes. */
export interface AnswerVocabulary {
  /** Id of `<loc_0>`; the other 999 follow it. */
  firstLocation: number
  /** The names of special tokens other than locations, by id. */
  special: ReadonlyMap<number, string>
  /** Ordinary tokens as text, spaces kept. */
  decode(ids: readonly number[]): string
}

export const LOCATIONS = 1000

type Mark = Extract<AnswerItem, { kind: 'mark' }>['mark']
const MARKS: Partial<Record<string, Mark>> = {
  '<sep>': 'separator',
  '<poly>': 'polygon-start',
  '</poly>': 'polygon-end',
}

/** Beginnings, ends and padding say nothing. */
const SILENT = new Set(['<s>', '</s>', '<pad>'])

export function itemsFromTokens(tokens: readonly ScoredToken[], vocabulary: AnswerVocabulary): AnswerItem[] {
  const items: AnswerItem[] = []
  let words: ScoredToken[] = []
  const endText = () => {
    if (words.length === 0) return
    const text = vocabulary.decode(words.map(({ id }) => id))
    items.push({ kind: 'text', text, certainty: geometricMean(words.map(({ probability }) => probability)) })
    words = []
  }
  for (const token of tokens) {
    const bin = token.id - vocabulary.firstLocation
    const name = vocabulary.special.get(token.id)
    if (bin >= 0 && bin < LOCATIONS) {
      endText()
      items.push({ kind: 'location', bin, certainty: token.nearby ?? token.probability })
    } else if (name === undefined) words.push(token)
    else if (!SILENT.has(name)) {
      endText()
      items.push({ kind: 'mark', mark: MARKS[name] ?? 'other' })
    }
  }
  endText()
  return items
}

const PIECES = /<loc_(\d+)>|<\/?[a-z_]+>/g

/** The same from an answer that is text already, with its tokens written out; nothing is known of certainty. */
export function itemsFromText(answer: string): AnswerItem[] {
  const items: AnswerItem[] = []
  const addText = (text: string) => {
    if (text !== '') items.push({ kind: 'text', text, certainty: null })
  }
  let from = 0
  for (const piece of answer.matchAll(PIECES)) {
    const [name, bin] = piece
    addText(answer.slice(from, piece.index))
    from = piece.index + name.length
    if (bin !== undefined && Number(bin) < LOCATIONS)
      items.push({ kind: 'location', bin: Number(bin), certainty: null })
    else if (!SILENT.has(name)) items.push({ kind: 'mark', mark: MARKS[name] ?? 'other' })
  }
  addText(answer.slice(from))
  return items
}

/** 0..1; null when nothing is known of any. */
export function geometricMean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return null
  const logs = known.reduce((sum, value) => sum + Math.log(Math.max(value, Number.MIN_VALUE)), 0)
  return Math.min(1, Math.exp(logs / known.length))
}
