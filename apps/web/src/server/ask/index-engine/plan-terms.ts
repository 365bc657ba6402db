/** Things, counts and sizes in a question as terms of the search box. Pure. */
import { firm, objectTerm, soft, type Term } from './plan-draft.ts'
import { NOISE } from './plan-rules.ts'
import { countOf, wordsOf } from './words.ts'

export interface Planning {
  /** Whether a detector knows a thing of this name; others are looked for as words. */
  isLabel(name: string): boolean
  /** Milliseconds since 1970, for "last month". */
  nowMs: number
}

const SIGNS: readonly [RegExp, string][] = [
  [/^(?:at least|no fewer than)$/u, '>='],
  [/^(?:at most|no more than|up to)$/u, '<='],
  [/^(?:exactly|only)$/u, '='],
  [/^(?:under|below|less than|fewer than)$/u, '<'],
  [/^(?:over|above|more than)$/u, '>'],
]
const HOW_MANY =
  'at least|no fewer than|at most|no more than|up to|exactly|only|under|below|less than|fewer than|over|above|more than'
export const COUNTED = new RegExp(
  `\\b(?:(${HOW_MANY}) )?(\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten) ([a-z]+(?: [a-z]+)?)`,
  'u',
)
export const LEFT_OUT =
  /\b(?:without|with no|but no|but not|and no|not) (?:(?:any|an|a) )?([a-z]+(?: [a-z]+)?)/u
export const WIDE = /\b(wider|higher|taller|narrower|lower) than (\d{2,6})(?: ?(?:pixels|px))?\b/u

export function wordTerm(term: string, all: string): Term {
  return term === 'type:' ? firm(`type:${all.split(' ')[0] ?? ''}`) : firm(term)
}

export function pixelTerm(how: string, pixels: string): string {
  const side = how === 'wider' || how === 'narrower' ? 'width' : 'height'
  return `${side}${how === 'narrower' || how === 'lower' ? '<' : '>'}${pixels}`
}

/** The longest beginning of these words that a detector knows. */
function labelIn(words: string, { isLabel }: Planning): string | null {
  const [first = '', second = ''] = words.split(' ')
  return [`${first} ${second}`.trim(), first].find((name) => isLabel(name)) ?? null
}

export function countedTerm(
  [, how = '', number = '', words = '']: readonly string[],
  planning: Planning,
): Term | null {
  const count = countOf(number)
  const name = labelIn(words, planning)
  if (count === null || name === null) return null
  const sign = SIGNS.find(([pattern]) => pattern.test(how))?.[1] ?? '>='
  return firm(`${objectTerm(name)}${sign}${count}`)
}

export function leftOutTerm(words: string, planning: Planning): Term | null {
  const name = labelIn(words, planning)
  if (name !== null) return firm(`-${objectTerm(name)}`)
  const [word = ''] = words.split(' ')
  return NOISE.has(word) ? null : firm(`-${word}`)
}

/** What is left are things and words: two that are one thing go together, "or" between two makes them a choice. */
export function thingTerms(rest: string, { isLabel }: Planning): { terms: Term[]; asWords: string[] } {
  const words = wordsOf(rest)
  const terms: Term[] = []
  const asWords: string[] = []
  let isOr = false
  for (let i = 0; i < words.length; i += 1) {
    const [word = '', next = ''] = [words[i], words[i + 1]]
    if (word === 'or') isOr = terms.length > 0
    if (NOISE.has(word) || /^\d$/u.test(word)) continue
    const name = next !== '' && isLabel(`${word} ${next}`) ? `${word} ${next}` : word
    if (name !== word) i += 1
    const term = isLabel(name) ? firm(objectTerm(name)) : soft(name)
    if (term.isSoft) asWords.push(name)
    const before = isOr ? terms.pop() : undefined
    isOr = false
    if (before)
      terms.push({ text: `(${before.text.replace(/^\((.*)\)$/u, '$1')} OR ${term.text})`, isSoft: false })
    else if (!terms.some(({ text }) => text === term.text)) terms.push(term)
  }
  return { terms, asWords }
}
