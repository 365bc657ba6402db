/** Words as questions and labels are compared: without case, accents and endings. Pure. */
import { DEFAULT_SYNONYMS, foldText, labelsFor, stemOf } from '@vitrine/db'

const WORD = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu
const ARTICLES = /^(?:(?:the|a|an|any|some|all|of|other|more|my|your|our|these|those|this|that|visible)\s+)+/u

/** Folded words in their order. */
export const wordsOf = (text: string): string[] => [...foldText(text).matchAll(WORD)].map(([word]) => word)

/** A name by the stems of its words: "wine glasses" and "Wine glass" are one. */
export const keyOf = (name: string): string => wordsOf(name).map(stemOf).join(' ')

/** A noun phrase without what stands before it: "any of the red cars" → "red cars". */
export const bareNoun = (phrase: string): string => phrase.trim().replace(ARTICLES, '').trim()

/** Labels whose last word is not what they are. */
const NAMED_AFTER = new Set([
  'hot dog',
  'teddy bear',
  'toy car',
  'baseball bat',
  'sea lion',
  'table tennis racket',
])

/** Labels of the detectors that come with the product, and the words that also stand for them. */
const KNOWN = new Set([...DEFAULT_SYNONYMS.keys(), ...[...DEFAULT_SYNONYMS.values()].flat().map(keyOf)])

/** Whether a detector has a label of this name, or one that it stands for. */
export const isKnownThing = (name: string): boolean => KNOWN.has(keyOf(name))

/**
 * Whether a label of a detector is what somebody calls by this name: the same word in any form, a synonym ("sofa" for
 * couch), or its last word ("glasses" for wine glass). A hot dog is no dog, and a red car is more than a car.
 */
export function callTest(name: string): (label: string) => boolean {
  const nameKey = keyOf(name)
  if (nameKey === '') return () => false
  const also = new Set(labelsFor(DEFAULT_SYNONYMS, name).map(keyOf))
  return (label) => {
    const labelKey = keyOf(label)
    if (labelKey === nameKey || also.has(labelKey)) return true
    return labelKey.endsWith(` ${nameKey}`) && !NAMED_AFTER.has(foldText(label))
  }
}

/** Names that are longer are sentences that no rule took apart. */
const MAX_NAME_WORDS = 5

const JOINING = new Set(
  'and or of in on with from to at by for near beside behind under above between next left right without'.split(
    ' ',
  ),
)
/** What makes a statement of a phrase: whether it holds, boxes and labels do not tell. */
const STATING = new Set(
  'is are was were does do did has have had can will i we you he she it they who which that what while than not no never same written wearing holding anything something'.split(
    ' ',
  ),
)
const MAX_PLAIN_WORDS = 4

/** Whether a phrase does no more than name a thing, or several: "red cars", "dogs and cats", no "dog on the sofa". */
export function isName(phrase: string): boolean {
  return thingsIn(phrase).every((name) => {
    const words = wordsOf(name)
    return (
      words.length <= MAX_PLAIN_WORDS &&
      !words.some((word) => STATING.has(word) || (JOINING.has(word) && word !== 'of'))
    )
  })
}

/** Whether a phrase compares or denies: pictures that have its words are no answer to it. */
export const isContrary = (phrase: string): boolean => /\b(?:than|not|no|never|same)\b/u.test(phrase)

/** "dogs and cats" → both; a name that has such a word in it stays whole. */
export function thingsIn(names: string): string[] {
  if (isKnownThing(names)) return [names]
  return names
    .split(/\s*(?:,|\band\b|\bor\b)\s*/u)
    .map(bareNoun)
    .filter((name) => name !== '')
    .slice(0, MAX_NAME_WORDS)
}

/** What is left of a name without its first words, longest first: "big red car" → "red car", "car". */
export function headsOf(name: string): string[] {
  const words = wordsOf(name)
  if (words.length > MAX_NAME_WORDS || isKnownThing(name) || words.some((word) => JOINING.has(word)))
    return []
  return words.slice(1).map((_word, index) => words.slice(index + 1).join(' '))
}

/** Whether a text has these words, in any form, side by side. */
export function wordsTest(name: string): (text: string) => boolean {
  const nameKey = keyOf(name)
  return nameKey === '' ? () => false : (text) => ` ${keyOf(text)} `.includes(` ${nameKey} `)
}

const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** "three" or "3"; null for what is no number. */
export function countOf(word: string): number | null {
  const spelled = NUMBERS.indexOf(word)
  if (spelled >= 0) return spelled
  return /^\d{1,4}$/.test(word) ? Number(word) : null
}

/** "1 dog", "3 dogs", "2 glasses", "5 people". */
export function plural(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`
  if (noun === 'person') return `${count} people`
  if (/(?:s|x|z|ch|sh)$/.test(noun)) return `${count} ${noun}es`
  return /[^aeiou]y$/.test(noun) ? `${count} ${noun.slice(0, -1)}ies` : `${count} ${noun}s`
}

/** One of what is named in the plural: "dogs" → "dog", "glasses" → "glass". */
export function singular(noun: string): string {
  if (/people$/.test(noun)) return noun.replace(/people$/, 'person')
  if (/[^aeiou]ies$/.test(noun)) return noun.replace(/ies$/, 'y')
  if (/(?:ss|x|z|ch|sh)es$/.test(noun)) return noun.slice(0, -2)
  return /[^s]s$/.test(noun) ? noun.slice(0, -1) : noun
}

/** "a, b and c". */
export function listOf(items: readonly string[]): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/**
 * Stored text as it stands, within Markdown: what it has of marks is no formatting, and its brackets cite nothing.
 * Line ends become spaces.
 */
export function asText(stored: string): string {
  return stored
    .replace(/\s+/gu, ' ')
    .replace(/[\\`*[\]<|]|\$(?=\$)|~(?=~)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/^(?=[-+=>#] ?)/u, '\\')
    .replace(/^(\d{1,9})(?=[.)] )/u, '$1\\')
}

const date = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})

/** "May 3, 2026", in UTC as search has it. @param at Milliseconds since 1970. */
export const dayOf = (at: number): string => date.format(at)
