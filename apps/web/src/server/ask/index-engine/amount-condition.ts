/** "over 50 euros", "between 20 and 30": a condition that a named value meets or not. Pure. */
import { readNumber } from '@vitrine/db'

export interface AmountCondition {
  /** The value's name: total unless another one is said. */
  field: string
  low: number | null
  high: number | null
  /** Whether the bounds themselves are left out. */
  isStrict: boolean
}

export interface FoundCondition {
  condition: AmountCondition
  /** The words that say it, as they stand in the question. */
  words: string
}

const SIGNS: readonly [string, '>' | '>=' | '<' | '<='][] = [
  ['(?:over|above|more than|greater than|higher than|exceeding|exceeds?)', '>'],
  ['(?:at least|no less than)', '>='],
  ['(?:under|below|less than|lower than|cheaper than)', '<'],
  ['(?:at most|no more than|up to)', '<='],
]
const CURRENCY = '(?:euros?|eur|dollars?|usd|pounds?|gbp|francs?|chf|[€£$])'
const MONEY = `([€£$]\\s?)?(\\d[\\d.,]{0,14})(\\s?${CURRENCY})?`
const COMPARED = SIGNS.map(([words, sign]) => [new RegExp(`\\b${words} ${MONEY}`, 'u'), sign] as const)
const BETWEEN = new RegExp(`\\b(?:between|from) ${MONEY} (?:and|to) ${MONEY}`, 'u')
/** What may follow a number that is an amount though no currency is named. */
const END = /^\s*(?:$|[?.,;]|(?:in|from|of|on|since|before|after|last|this|total|tax|vat|and)\b)/u
const NAMES: readonly [RegExp, string][] = [
  [/\b(?:tax|vat)\b/u, 'tax'],
  [/\btip\b/u, 'tip'],
  [/\bdiscount\b/u, 'discount'],
  [/\bsubtotal\b/u, 'subtotal'],
]

const fieldIn = (question: string) => NAMES.find(([pattern]) => pattern.test(question))?.[1] ?? 'total'

/** @param question Folded. Null where it names no amount; "over 50 people" and "from 2024 to 2025" name none. */
export function findCondition(question: string): FoundCondition | null {
  const field = fieldIn(question)
  const between = BETWEEN.exec(question)
  if (between) {
    const [words, sign1, low = '', after1, sign2, high = '', after2] = between
    const hasCurrency = [sign1, after1, sign2, after2].some((part) => part !== undefined)
    const isYears = !hasCurrency && /^\d{4}$/u.test(low)
    if (!isYears && (hasCurrency || endsAfter(question, between)))
      return { condition: { field, low: readNumber(low), high: readNumber(high), isStrict: false }, words }
  }
  for (const [pattern, sign] of COMPARED) {
    const match = pattern.exec(question)
    if (!match) continue
    const [words, before, digits = '', after] = match
    const number = readNumber(digits.replace(/[.,]+$/u, ''))
    const isMoney = before !== undefined || after !== undefined || endsAfter(question, match)
    if (number === null || !isMoney) continue
    const isMore = sign.startsWith('>')
    const isStrict = sign.length === 1
    const condition = { field, low: isMore ? number : null, high: isMore ? null : number, isStrict }
    return { condition, words }
  }
  return null
}

const endsAfter = (question: string, match: RegExpExecArray) =>
  END.test(question.slice(match.index + match[0].length))

export function meets(number: number, { low, high, isStrict }: AmountCondition): boolean {
  if (low !== null && (isStrict ? number <= low : number < low)) return false
  return high === null || (isStrict ? number < high : number <= high)
}

/** In the language of the search box: `field:total>50`. */
export function conditionTerm({ field, low, high, isStrict }: AmountCondition): string {
  if (low !== null && high !== null) return `field:${field}:${low}..${high}`
  const [sign, number] = low === null ? ['<', high] : ['>', low]
  return `field:${field}${sign}${isStrict ? '' : '='}${number}`
}

/** "over 50", "at most 20", "from 20 to 30". */
export function conditionWords({ low, high, isStrict }: AmountCondition): string {
  if (low !== null && high !== null) return `from ${low} to ${high}`
  if (low !== null) return `${isStrict ? 'over' : 'at least'} ${low}`
  return `${isStrict ? 'under' : 'at most'} ${high}`
}
