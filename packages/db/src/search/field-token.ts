/**
 * The fields of a deep reading as words of the full-text index's last column: that a field is there, which words its
 * value holds, and where its number lies. Numbers of any size are asked for as ranges are (see facet-token.ts), over
 * keys that sort as the numbers do.
 */
import type { ReadingField } from '@vitrine/contracts'
import { facetToken, hash53, MARK } from './facet-token.ts'
import { stemOf } from './stem.ts'
import { documentWords, findCodes, foldText } from './words.ts'

/** More fields than these of one image, and more words than these of one value, are shown but not indexed. */
const MAX_FIELDS = 100
const MAX_VALUE_WORDS = 12

const KEY_BITS = 48
const LEVELS = KEY_BITS / 4
const MAX_KEY = 2 ** KEY_BITS - 1

/**
 * A number's key, 0..2^48-1: larger numbers have larger keys, and numbers that agree in their first eleven digits may
 * share one. The upper 48 bits of the IEEE 754 double, with the sign bit flipped for positive numbers and all bits
 * flipped for negative ones.
 */
export function numberKey(value: number): number {
  const view = new DataView(new ArrayBuffer(8))
  // Zero has two signs, and they mean the same.
  view.setFloat64(0, value === 0 ? 0 : value)
  const bits = view.getUint32(0) * 0x10000 + view.getUint16(4)
  return bits >= 2 ** (KEY_BITS - 1) ? MAX_KEY - bits : bits + 2 ** (KEY_BITS - 1)
}

const digit = (level: number) => level.toString(16)
const keyToken = (name: string, level: number, digits: number) =>
  `${MARK}q${digit(level)}${digits.toString(16)}x${hash53(name)}`

/** A number's tokens: its key, and the ranges of 16, 256, … keys it lies in. */
export function numberTokens(name: string, value: number): string[] {
  const key = numberKey(value)
  return Array.from({ length: LEVELS }, (_, level) => keyToken(name, level, Math.floor(key / 16 ** level)))
}

/** Between two numbers; null for no end on that side. `isStrict`: the ends themselves are left out. */
export interface NumberBounds {
  low: number | null
  high: number | null
  isStrict: boolean
}

/** The fewest tokens that together cover the bounds; empty when there is nothing between. At most 360. */
export function numberCover(name: string, { low, high, isStrict }: NumberBounds): string[] {
  const step = isStrict ? 1 : 0
  let from = low === null ? 0 : numberKey(low) + step
  let to = high === null ? MAX_KEY : numberKey(high) - step
  const tokens: string[] = []
  for (let level = 0; level < LEVELS; level++) {
    const isTop = level === LEVELS - 1
    while (from <= to && (isTop || from % 16 !== 0)) tokens.push(keyToken(name, level, from++))
    while (from <= to && to % 16 !== 15) tokens.push(keyToken(name, level, to--))
    if (from > to) break
    from = Math.floor(from / 16)
    to = Math.floor(to / 16)
  }
  return tokens
}

/** The token of "there is a field of this name". */
export const fieldToken = (name: string) => facetToken('field', name)

/** The token of "the value of this field holds this word", in any of its forms. */
export const valueToken = (name: string, word: string) => facetToken('field', `${name} ${stemOf(word)}`)

function valueTokens({ name, value }: ReadingField): string[] {
  const words = documentWords(value).slice(0, MAX_VALUE_WORDS)
  const codes = findCodes(value).slice(0, MAX_VALUE_WORDS)
  return [...words, ...codes.map(({ compact }) => compact)].map((word) => valueToken(name, word))
}

/** Everything the fields of an image can be filtered by. */
export function fieldTokens(fields: readonly ReadingField[]): string[] {
  const tokens = fields
    .slice(0, MAX_FIELDS)
    .flatMap((field) => [
      fieldToken(field.name),
      ...valueTokens(field),
      ...(field.number === null ? [] : numberTokens(field.name, field.number)),
    ])
  return [...new Set(tokens)]
}

/** Names of fields, each once. */
export function fieldNames(fields: readonly ReadingField[]): string[] {
  return [...new Set(fields.slice(0, MAX_FIELDS).map(({ name }) => name))]
}

/** What a person types for a name to how readings write it: "Due Date", `due_date` → `due-date`. */
export function toFieldName(typed: string): string {
  return foldText(typed)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
}
