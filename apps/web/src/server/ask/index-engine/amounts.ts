/** Named values of a picture: from its deep reading, else from the lines that were read. Pure. */
import type { Annotation, ImageDetail } from '@vitrine/contracts'
import { linesOf } from './pictures.ts'

export interface NamedValue {
  value: string
  number: number | null
  unit: string | null
  /** What says so. */
  from: Annotation[]
}

/** Other names that readings use for the same. */
const ALSO: Record<string, readonly string[]> = {
  total: ['grand-total', 'amount-due', 'total-amount', 'amount', 'sum'],
  merchant: ['store', 'shop', 'vendor', 'seller', 'issuer', 'sender', 'company', 'restaurant', 'supplier'],
  date: ['invoice-date', 'receipt-date', 'issue-date', 'period'],
  number: ['receipt-number', 'invoice-number', 'reference-number', 'order-number', 'reference'],
  tax: ['vat', 'sales-tax', 'mwst'],
  'due-date': ['due', 'payment-due'],
}

/** Words at the beginning of a line that holds the value, by the field's name. */
const LINE_WORDS: Record<string, RegExp> = {
  total:
    /\b(?:grand total|total|amount due|balance due|summe|gesamt(?:betrag)?|totale|importe total|montant total|zu zahlen)\b/iu,
  subtotal: /\b(?:sub-?\s?total|zwischensumme|sous-total)\b/iu,
  tax: /\b(?:vat|sales tax|tax|mwst|ust|tva|iva)\b/iu,
  tip: /\b(?:tip|gratuity|trinkgeld)\b/iu,
  discount: /\b(?:discount|rabatt|remise)\b/iu,
}

const AMOUNT =
  /(?<![\d.,])([€£$¥])?\s?(\d{1,3}(?:[.,' ]\d{3})+[.,]\d{2}|\d+[.,]\d{2})\s?([€£$¥]|EUR|USD|GBP|CHF)?(?![\d%])/gu
const CURRENCIES: Record<string, string> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY' }
const DATE =
  /\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\.? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{4}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2},? \d{4})\b/iu

/** The value under this name; null when nothing stored says it. */
export function namedValue(image: ImageDetail, name: string): NamedValue | null {
  return fieldOf(image, name) ?? lineValue(image, name)
}

function fieldOf(image: ImageDetail, name: string): NamedValue | null {
  const names = [name, ...(ALSO[name] ?? [])]
  for (const wanted of names) {
    for (const annotation of image.annotations) {
      const { body } = annotation
      if (body.type === 'field' && body.name === wanted)
        return { value: body.value, number: body.number, unit: body.unit, from: [annotation] }
    }
  }
  return null
}

/** The amount on the line that begins with the name, or on the next one in the same row. */
function lineValue(image: ImageDetail, name: string): NamedValue | null {
  const lines = linesOf(image)
  if (name === 'date') return dateOf(lines)
  const words = LINE_WORDS[name]
  if (!words) return null
  const isSub = LINE_WORDS.subtotal ?? /$^/u
  for (const [index, annotation] of [...lines.entries()].reverse()) {
    const text = lineText(annotation)
    if (!words.test(text) || (name === 'total' && isSub.test(text))) continue
    const next = lines[index + 1]
    const found = lastAmount(text) ?? (next && lastAmount(lineText(next)))
    if (found) return { ...found, from: lastAmount(text) || !next ? [annotation] : [annotation, next] }
  }
  return null
}

function dateOf(lines: readonly Annotation[]): NamedValue | null {
  for (const annotation of lines) {
    const found = DATE.exec(lineText(annotation))?.[0]
    if (found) return { value: found, number: null, unit: null, from: [annotation] }
  }
  return null
}

const lineText = ({ body }: Annotation) => (body.type === 'text-region' ? body.text : '')

function lastAmount(text: string): Omit<NamedValue, 'from'> | null {
  const match = [...text.matchAll(AMOUNT)].at(-1)
  if (!match) return null
  const [all, before, digits = '', after] = match
  const sign = before ?? after ?? ''
  const mark = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','))
  const number = Number(`${digits.slice(0, mark).replace(/\D/gu, '')}.${digits.slice(mark + 1)}`)
  return { value: all.trim(), number, unit: CURRENCIES[sign] ?? (sign || null) }
}

/** `63.5` and `EUR` → `63.50 EUR`. */
export function formatAmount(number: number, unit: string | null): string {
  return [number.toFixed(2), unit ?? ''].join(' ').trim()
}
