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

/**
 * Whether a label of a detector is what somebody calls by this name: the same word in any form, a synonym ("sofa" for
 * couch), or its last word ("glasses" for wine glass).
 */
export function isCalled(label: string, name: string): boolean {
  const [labelKey, nameKey] = [keyOf(label), keyOf(name)]
  if (nameKey === '') return false
  if (labelKey === nameKey || labelKey.endsWith(` ${nameKey}`) || nameKey.endsWith(` ${labelKey}`))
    return true
  return labelsFor(DEFAULT_SYNONYMS, name).some((known) => keyOf(known) === labelKey)
}

/** Whether a text has these words, in any form, side by side. */
export function hasWords(text: string, name: string): boolean {
  const nameKey = keyOf(name)
  return nameKey !== '' && ` ${keyOf(text)} `.includes(` ${nameKey} `)
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

/** "a, b and c". */
export function listOf(items: readonly string[]): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}
