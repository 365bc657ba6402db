/** Pieces of questions that several rules have in common. Pure. */
import type { Intent, Superlative, TextUnit } from './intent.ts'
import { bareNoun } from './words.ts'

export const PICTURE =
  '(?:picture|image|photo|photograph|screenshot|page|one|document|receipt|invoice|bill|frame)s?'
/** " in the second picture", " on this", " in each": where things are looked for says nothing about them. */
const PLACE = new RegExp(
  `\\s+(?:are there|is there|there|are|is|(?:do|can|did|does) (?:i|we|you|it) (?:have|see|own|show)|do you see|can you see|can be seen|(?:is|are) (?:visible|shown|seen|written)|(?:in|on|of|from|for|to|across) (?:it|this|that|these|them|those|all|here|each|both|every|(?:the|this|that|each|every|any|all|all the|these|those|both|my|all my)(?: \\w+)? ${PICTURE}|each (?:picture|image|photo|one)|(?:my |the )?(?:library|gallery|collection)))$`,
  'u',
)

function withoutPlace(text: string): string {
  const shorter = text.replace(PLACE, '').trim()
  return shorter === text ? text : withoutPlace(shorter)
}

/** A noun phrase without the place that is asked about and without its articles. */
export const thingOf = (text: string | undefined): string => bareNoun(withoutPlace((text ?? '').trim()))

const TEXT_UNITS: readonly [RegExp, TextUnit][] = [
  [/^lines?(?: of text)?$/u, 'line'],
  [/^words?$/u, 'word'],
  [/^(?:characters?|letters?)$/u, 'character'],
  [/^tables?$/u, 'table'],
]
export const textUnit = (thing: string): TextUnit | null =>
  TEXT_UNITS.find(([pattern]) => pattern.test(thing))?.[1] ?? null

const FIELD_NAMES: readonly [RegExp, string][] = [
  [/\b(?:(?:grand |in )?total|amount due|amount|sum|(?:final |total )?price|cost)\b/u, 'total'],
  [/\b(?:sub-?total|net)\b/u, 'subtotal'],
  [/\b(?:vat|tax|taxes)\b/u, 'tax'],
  [/\b(?:due date|deadline)\b/u, 'due-date'],
  [/\bdate\b/u, 'date'],
  [/\b(?:merchant|shop|store|seller|vendor|issuer|restaurant|supplier|company)\b/u, 'merchant'],
  [/\b(?:invoice|receipt|bill|reference|order) (?:number|no|id)\b/u, 'number'],
  [/\btip\b/u, 'tip'],
  [/\bdiscount\b/u, 'discount'],
  [/\bcurrency\b/u, 'currency'],
  [/\b(?:payment method|payment)\b/u, 'payment-method'],
  [/\baddress\b/u, 'address'],
]

/** The name of a value; the longest that is there: "due date" is no "date". Null where none is. */
export function fieldNamed(words: string): string | null {
  const found = FIELD_NAMES.flatMap(([pattern, name]) => {
    const match = pattern.exec(words)
    return match ? [{ name, length: match[0].length }] : []
  }).sort((a, b) => b.length - a.length)
  return found[0]?.name ?? null
}

const VALUE_WORDS = new Set(
  'the a its their this that is was are of on in it there final printed shown stated named written does do have has say to pay paid'.split(
    ' ',
  ),
)

/** The value that a phrase asks for, when it asks for nothing more: the price of the bread is not the total. */
export function onlyField(phrase: string): string | null {
  const name = fieldNamed(phrase)
  const rest = withoutPlace(` ${phrase}`)
    .split(' ')
    .filter((word) => word !== '' && !VALUE_WORDS.has(word) && fieldNamed(word) === null)
  const isNumber =
    name === 'number' &&
    rest.every((word) => /^(?:number|no|id|invoice|receipt|bill|reference|order)$/u.test(word))
  const isKnown = rest.every((word) => /^(?:amount|due|payment|method|grand|in|total)$/u.test(word))
  return isNumber || isKnown ? name : null
}

const SUPERLATIVES: readonly [RegExp, (match: RegExpExecArray) => Superlative][] = [
  [
    /most expensive|dearest|(?:largest|highest|biggest) (?:total|amount|sum|price)/u,
    () => ({ by: 'amount', most: true }),
  ],
  [
    /cheapest|least expensive|(?:smallest|lowest) (?:total|amount|sum|price)/u,
    () => ({ by: 'amount', most: false }),
  ],
  [/newest|latest|most recent|last taken/u, () => ({ by: 'date', most: true })],
  [/oldest|earliest|first taken/u, () => ({ by: 'date', most: false })],
  [/(?:most|longest) (?:text|words|writing)/u, () => ({ by: 'text', most: true })],
  [/(?:least|fewest|shortest) (?:text|words|writing)/u, () => ({ by: 'text', most: false })],
  [
    /(?:most|largest number of) (?:objects|things|items)/u,
    () => ({ by: 'objects', most: true, thing: null }),
  ],
  [/(?:fewest|least) (?:objects|things|items)/u, () => ({ by: 'objects', most: false, thing: null })],
  [/most ([\w -]+)/u, ([, thing = '']) => ({ by: 'objects', most: true, thing: thingOf(thing) })],
  [/fewest ([\w -]+)/u, ([, thing = '']) => ({ by: 'objects', most: false, thing: thingOf(thing) })],
  [/largest|biggest|highest resolution/u, () => ({ by: 'size', most: true })],
  [/smallest|lowest resolution/u, () => ({ by: 'size', most: false })],
]

/** What is no superlative of pictures: of words, of things on them, the second best. */
const OTHER_SUPERLATIVE =
  /\b(?:written|says?|read)\b|\b(?:expensive|cheapest|largest|biggest|smallest|oldest|newest) (?:item|object|thing|product|dish|article|person|animal)s?\b|\b(?:second|third|2nd|3rd|next)[ -](?:most|least|highest|lowest|largest|biggest|smallest|newest|oldest|cheapest)\b/u

export function superlative(words: string): Intent | null {
  if (OTHER_SUPERLATIVE.test(words)) return null
  for (const [pattern, make] of SUPERLATIVES) {
    const match = pattern.exec(words)
    if (match) return { type: 'which-most', of: make(match) }
  }
  return null
}

/** The words between quotes, else the noun phrase. */
export const quotedOr = (text: string): string =>
  /["“'‘]([^"”'’]+)["”'’]/u.exec(text)?.[1] ?? thingOf(text).replace(/^(?:the )?words? /u, '')
