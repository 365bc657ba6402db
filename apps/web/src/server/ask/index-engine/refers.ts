/** Whether a question is about what a search before it has found, and not a new search. Pure. */
import { toEnglish } from './languages.ts'
import type { PlannedSearch } from './plan-search.ts'
import { pictureNamed } from './understand.ts'

/** These point back whatever else is said: "which of them has a dog?". */
const POINTS =
  /\b(?:of (?:them|these|those)|(?:add|compare|sum|read) (?:them|these|those|it)|between (?:them|these|those))\b|^(?:and )?(?:where|which(?: ones?)?|how many)$|^(?:and|what about) the (?:total|date|tax|vat|subtotal|tip|merchant|number|text)$/u
/** These do when nothing else is looked for: "pictures with dogs in them" is a search. */
const MAY_POINT = /\b(?:it|its|them|they|their|these|those|this|that one|altogether|in all)\b/u

/** @param plan The same question as a search. */
export function refersBack(question: string, plan: PlannedSearch): boolean {
  const text = toEnglish(question.slice(0, 400)).replace(/[\s?!.…]+$/gu, '')
  if (POINTS.test(text) || pictureNamed(text) !== null) return true
  const looksFor = plan.query !== '' && plan.query !== plan.asWords.join(' ')
  return MAY_POINT.test(text) && !looksFor
}
