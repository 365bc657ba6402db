/** Named values of a picture: from its deep reading, else from the lines that were read. Pure. */
import type { Annotation, ImageDetail } from '@vitrine/contracts'
import { readNumber } from '@vitrine/db'
import { boxOf } from './citations.ts'
import { linesOf } from './pictures.ts'
import { wordsTest } from './words.ts'

export interface NamedValue {
  /** As it stands in the picture. */
  value: string
  number: number | null
  /** ISO 4217 where it is a currency. */
  unit: string | null
  /** What says so. */
  from: Annotation[]
}

/** Other names that readings use for the same. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  total: ['grand-total', 'amount-due', 'total-amount', 'amount', 'sum'],
  merchant: ['store', 'shop', 'vendor', 'seller', 'issuer', 'sender', 'company', 'restaurant', 'supplier'],
  date: ['invoice-date', 'receipt-date', 'issue-date', 'period'],
  number: ['receipt-number', 'invoice-number', 'reference-number', 'order-number', 'reference'],
  tax: ['vat', 'sales-tax', 'mwst'],
  'due-date': ['due', 'payment-due'],
}

/** Words of a line that holds the amount, by the value's name. */
const LINE_WORDS: Readonly<Record<string, RegExp>> = {
  total:
    /\b(?:grand total|total|amount due|balance due|summe|gesamt(?:betrag)?|totale|importe total|montant total|zu zahlen)\b/iu,
  subtotal: /\b(?:sub-?\s?total|zwischensumme|sous-total)\b/iu,
  tax: /\b(?:vat|sales tax|tax|mwst|ust|tva|iva)\b/iu,
  tip: /\b(?:tip|gratuity|trinkgeld)\b/iu,
  discount: /\b(?:discount|rabatt|remise)\b/iu,
}
/** Lines with the word for a total that tell another one: of the goods, of the tax, of what was saved. */
const OTHER_TOTAL =
  /\b(?:sub-?\s?total|sous-total|zwischensumme|total (?:sav\w*|discount|tax|vat|items?|qty|quantity|points))\b/iu

const AMOUNT =
  /(?<![\d.,])([€£$¥])?\s?(\d{1,3}(?:[.,' ]\d{3})+[.,]\d{2}|\d+[.,]\d{2}|(?<=[€£$¥]\s?)\d{1,9}|\d{1,9}(?=\s?(?:[€£$¥]|EUR|USD|GBP|CHF|JPY)))\s?([€£$¥]|EUR|USD|GBP|CHF|JPY)?(?![\d%]|[.,]\d)/gu
const CURRENCIES: Readonly<Record<string, string>> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY' }
const MONTHS = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}'
const DATE = new RegExp(
  `\\b(?:\\d{4}-\\d{2}-\\d{2}|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}|\\d{1,2}\\.? ${MONTHS}\\.? \\d{4}|${MONTHS}\\.? \\d{1,2},? \\d{4})\\b`,
  'iu',
)
const DUE = /\b(?:due|payable by|fallig|fällig|zahlbar bis)\b/iu
const NUMBER =
  /\b(?:invoice|receipt|order|bill|reference|rechnungs?|facture|factura|ref)[\s-]{0,2}(?:no|nr|num(?:ber|mer)?|#|id)?[.:#\s]{0,4}((?=[a-z/-]{0,10}\d)[a-z0-9][a-z0-9/-]{2,20})/iu

/** The value under this name; null when nothing stored says it. */
export function namedValue(image: ImageDetail, name: string): NamedValue | null {
  return fieldOf(image, name) ?? lineValue(linesOf(image), name)
}

function fieldOf(image: ImageDetail, name: string): NamedValue | null {
  for (const wanted of [name, ...(ALSO[name] ?? [])]) {
    for (const annotation of image.annotations) {
      const { body } = annotation
      if (body.type === 'field' && body.name === wanted)
        return { value: body.value, number: body.number, unit: body.unit, from: [annotation] }
    }
  }
  return null
}

function lineValue(lines: readonly Annotation[], name: string): NamedValue | null {
  switch (name) {
    case 'date':
      return firstMatch(
        lines.filter((line) => !DUE.test(lineText(line))),
        DATE,
      )
    case 'due-date':
      return firstMatch(
        lines.filter((line) => DUE.test(lineText(line))),
        DATE,
      )
    case 'number':
      return firstMatch(lines, NUMBER)
    default: {
      const words = LINE_WORDS[name]
      if (!words) return null
      const isOther = (text: string) => name === 'total' && OTHER_TOTAL.test(text)
      return amountBy(lines, (text) => words.test(text) && !isOther(text))
    }
  }
}

/** The amount that stands with a thing on a receipt: on its line, in its row or on the line after it. */
export function itemPrice(image: ImageDetail, thing: string): NamedValue | null {
  return amountBy(linesOf(image), wordsTest(thing))
}

/** The last line that is meant, and the amount on it, in its row, or on the line after it where that is an amount. */
function amountBy(lines: readonly Annotation[], isMeant: (text: string) => boolean): NamedValue | null {
  for (const [index, line] of [...lines.entries()].reverse()) {
    const text = lineText(line)
    if (!isMeant(text)) continue
    const next = lines[index + 1]
    const isBare = next !== undefined && !/\p{L}{4}/u.test(lineText(next))
    for (const other of [line, besideOf(lines, line), isBare ? next : undefined]) {
      const found = other && lastAmount(lineText(other))
      if (found) return { ...found, from: other === line ? [line] : [line, other] }
    }
  }
  return null
}

/** The nearest line in the same row, to the right: where amounts stand in a column of their own. */
function besideOf(lines: readonly Annotation[], line: Annotation): Annotation | undefined {
  const box = boxOf(line.body)
  if (!box) return undefined
  const inRow = lines.flatMap((other) => {
    const place = boxOf(other.body)
    if (!place || other === line || place.x < box.x + box.width / 2) return []
    const apart = Math.abs(place.y + place.height / 2 - box.y - box.height / 2)
    return apart < Math.min(place.height, box.height) / 2 ? [{ other, x: place.x }] : []
  })
  return inRow.sort((a, b) => a.x - b.x).find(({ other }) => lastAmount(lineText(other)))?.other
}

function firstMatch(lines: readonly Annotation[], pattern: RegExp): NamedValue | null {
  for (const line of lines) {
    const match = pattern.exec(lineText(line))
    if (match) return { value: match[1] ?? match[0], number: null, unit: null, from: [line] }
  }
  return null
}

const lineText = ({ body }: Annotation) => (body.type === 'text-region' ? body.text : '')

function lastAmount(text: string): Omit<NamedValue, 'from'> | null {
  const match = [...text.matchAll(AMOUNT)].at(-1)
  if (!match) return null
  const [all, before, digits = '', after] = match
  const sign = before ?? after ?? ''
  return { value: all.trim(), number: readNumber(digits), unit: CURRENCIES[sign] ?? (sign || null) }
}

/** `63.5` and `EUR` → `63.50 EUR`. */
export function formatAmount(number: number, unit: string | null): string {
  const digits = unit === 'JPY' ? number.toFixed(0) : number.toFixed(2)
  return unit === null ? `${digits} (no currency named)` : `${digits} ${unit}`
}

/** Numbers by their currency: what is in different ones is neither added nor compared. */
export function byCurrency<T extends { number: number; unit: string | null }>(
  values: readonly T[],
): Map<string | null, T[]> {
  const groups = new Map<string | null, T[]>()
  for (const value of values) groups.set(value.unit, [...(groups.get(value.unit) ?? []), value])
  return groups
}
