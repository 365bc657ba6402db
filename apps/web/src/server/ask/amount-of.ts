/** A field's value as a number with a unit, so that `field:total>50` finds it. Pure. */
import { readNumber } from '@vitrine/db'

export interface FieldAmount {
  /** Null where the value is no amount from end to end. */
  number: number | null
  /** ISO 4217 for a currency; null where there is none. */
  unit: string | null
}

const SIGNS: Readonly<Record<string, string>> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY', '%': '%' }
/** What could be read as a number with two marks, but is a day. */
const DAY = /^\d{1,4}[./-]\d{1,2}[./-]\d{2,4}$/

/** `€ 54.20`, `1.234,50 EUR`, `12 %`, `7`; for anything else nulls. */
export function amountOf(value: string): FieldAmount {
  const [, before, amount = '', after] =
    /^(?:([A-Z]{3})\s*)?(.*?)(?:\s*([A-Z]{3}))?$/u.exec(value.trim()) ?? []
  const number = DAY.test(amount) ? null : readNumber(amount)
  if (number === null) return { number: null, unit: null }
  const sign = Object.keys(SIGNS).find((one) => amount.includes(one))
  return { number, unit: before ?? after ?? (sign === undefined ? null : (SIGNS[sign] ?? null)) }
}
