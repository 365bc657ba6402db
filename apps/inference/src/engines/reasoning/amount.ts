/** Amounts as they are printed, in any country's way of writing them, as numbers with a unit: pure. */
import { currencyOf, unitOf } from './units.ts'

export type DecimalMark = ',' | '.'

export interface Amount {
  number: number | null
  /** ISO 4217 where it is a currency. */
  unit: string | null
}

export interface AmountHints {
  /** What the other amounts of the same picture are written with. */
  decimalMark: DecimalMark | null
  /** What the model took it for: believed only where it is one of the two ways to read `1.234`. */
  number?: number | null
}

interface Parts {
  sign: 1 | -1
  digits: string
  unit: string | null
}

const NOTHING: Amount = { number: null, unit: null }
/** More digits than a price has are somebody's number, and not exact as one of ours. */
const MAX_DIGITS = 15

/** `1.234,50 €` is 1234.5 EUR; a text that is not an amount from end to end (`No. 4711`, `12.03.2024`) is none. */
export function parseAmount(text: string, hints: AmountHints): Amount {
  const parts = takeApart(text)
  if (!parts) return NOTHING
  const number = readDigits(parts.digits, parts.unit, hints)
  return number === null ? NOTHING : { number: number === 0 ? 0 : parts.sign * number, unit: parts.unit }
}

/** What all the texts that leave no doubt use; null where they differ, or all leave doubt. */
export function findDecimalMark(texts: readonly string[]): DecimalMark | null {
  const marks = new Set<DecimalMark>()
  for (const text of texts) {
    const mark = markOf(takeApart(text)?.digits ?? '')
    if (mark) marks.add(mark)
  }
  const [mark = null, ...others] = marks
  return others.length > 0 ? null : mark
}

function takeApart(text: string): Parts | null {
  let rest = text
    .replace(/[\u00a0\u2007\u2009\u202f]/g, ' ')
    .replace(/[\u2212\u2010-\u2014]/g, '-')
    .trim()
  const isBracketed = /^\(.+\)$/.test(rest)
  if (isBracketed) rest = rest.slice(1, -1).trim()
  // Whole amounts in shop windows: 5,- or 5.-
  rest = rest.replace(/(\d)[.,]-(?=\D*$)/, '$1')
  const match = /^([^\d]*?)(\d(?:[\d.,'’ ]*\d)?)([^\d]*)$/.exec(rest)
  const [, before = '', digits = '', after = ''] = match ?? []
  if (!match) return null
  const isNegative = before.includes('-') || after.trim() === '-' || after.trimEnd().endsWith('-')
  const front = before.replace(/[-+]/g, '').trim()
  const back = after.replace(/-\s*$/, '').trim()
  const unit = currencyOf(front) ?? unitOf(back)
  if ((front && !currencyOf(front)) || (back && !unitOf(back))) return null
  return { sign: isNegative || isBracketed ? -1 : 1, digits, unit }
}

function readDigits(digits: string, unit: string | null, hints: AmountHints): number | null {
  const plain = joinGroups(digits)
  if (plain === null || plain.replace(/\D/g, '').length > MAX_DIGITS) return null
  if (/^\d+$/.test(plain)) return /^0\d/.test(plain) ? null : Number(plain)
  const mark = markOf(plain)
  if (mark) return toNumber(plain, mark)
  const used = onlyMark(plain)
  if (!used) return null
  const other = used === ',' ? '.' : ','
  if (plain.split(used).length > 2) return toNumber(plain, other)
  // `1.234`: one and a bit, or a thousand and more.
  const candidates = [toNumber(plain, used), toNumber(plain, other)]
  if (hints.decimalMark) return toNumber(plain, hints.decimalMark)
  if (hints.number != null && candidates.includes(hints.number)) return hints.number
  const isMoney = unit !== null && currencyOf(unit) !== null
  return isMoney || used === ',' ? toNumber(plain, other) : null
}

/** Spaces and apostrophes only ever part thousands: `1 234,50`, `1'234.50`. Null where they part something else. */
function joinGroups(digits: string): string | null {
  if (!/[ '’]/.test(digits)) return digits
  return /^\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?$/.test(digits) ? digits.replace(/[ '’]/g, '') : null
}

/** The decimal mark where there is no doubt about it. */
function markOf(digits: string): DecimalMark | null {
  const plain = joinGroups(digits)
  if (plain === null) return null
  const last = /([.,])(\d+)$/.exec(plain)
  const mark = last?.[1] === ',' ? ',' : '.'
  if (!last || plain.split(mark).length > 2) return null
  const whole = plain.slice(0, last.index)
  if (/[.,]/.test(whole)) return isGrouped(whole, mark === ',' ? '.' : ',') ? mark : null
  const isDoubtful = last[2]?.length === 3 && whole.length <= 3 && whole !== '0' && plain === digits
  return isDoubtful ? null : mark
}

function toNumber(plain: string, mark: DecimalMark): number | null {
  const [whole = '', fraction, ...more] = plain.split(mark)
  const other = mark === ',' ? '.' : ','
  if (more.length > 0 || fraction?.includes(other)) return null
  if (whole.includes(other) && !isGrouped(whole, other)) return null
  return Number(`${whole.replaceAll(other, '')}.${fraction || '0'}`)
}

/** Groups of three; in India all but the last have two: `1,23,456`. */
function isGrouped(whole: string, mark: DecimalMark): boolean {
  const [first = '', ...groups] = whole.split(mark)
  const lengths = groups.map(({ length }) => length)
  if (first.length === 0 || first.length > 3 || lengths.at(-1) !== 3) return false
  return lengths.every((length) => length === 3) || lengths.slice(0, -1).every((length) => length === 2)
}

/** The mark that parts thousands, or may, where it is the only one. */
function onlyMark(plain: string): DecimalMark | null {
  const hasComma = plain.includes(',')
  if (hasComma === plain.includes('.')) return null
  const mark = hasComma ? ',' : '.'
  return isGrouped(plain, mark) ? mark : null
}
