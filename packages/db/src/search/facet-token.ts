/**
 * What can be filtered by, as words of the full-text index's last column, so that SQLite intersects filters
 * and words in one query. They begin with a private-use character, which folding takes out of everything else.
 */
import { foldText } from './words.ts'

/** What a filter is about. */
export type FacetField =
  | 'object'
  | 'field'
  | 'kind'
  | 'tag'
  | 'engine'
  | 'status'
  | 'type'
  | 'has'
  | 'triage'
  | 'collection'
  | 'flag'

const LETTER: Record<FacetField, string> = {
  object: 'o',
  field: 'n',
  kind: 'k',
  tag: 't',
  engine: 'e',
  status: 's',
  type: 'm',
  has: 'h',
  triage: 'r',
  collection: 'c',
  flag: 'f',
}

/** Begins every token. */
export const MARK = '\uE000'

/** 53 bits of a string, in base 36: short, and of one form whatever the script. */
export function hash53(text: string): string {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36)
}

/** The token of a value; case, diacritics and outer spaces do not matter. */
export function facetToken(field: FacetField, value: string): string {
  return `${MARK}${LETTER[field]}${hash53(foldText(value).trim())}`
}

/** Above this many of one label, documents say "this many or more". */
export const MAX_COUNTED = 12

/** The token of "at least `count` of this label"; `count` 1..MAX_COUNTED. */
export function objectToken(label: string, count: number): string {
  return `${facetToken('object', label)}n${Math.min(Math.max(1, count), MAX_COUNTED)}`
}

/** Everything outside the trash carries this. */
export const LIVE = facetToken('flag', 'live')
/** Everything inside the trash carries this. */
export const TRASHED = facetToken('flag', 'trashed')

/** Numbers that ranges are asked of: pixels, and days since 1970. */
export type RangeField = 'width' | 'height' | 'day'
const RANGE_LETTER: Record<RangeField, string> = { width: 'w', height: 'v', day: 'd' }
const LEVELS = 4
export const MAX_RANGE_VALUE = 0xffff

const clampValue = (value: number) => Math.min(MAX_RANGE_VALUE, Math.max(0, Math.trunc(value)))
const rangeToken = (field: RangeField, level: number, digits: number) =>
  `${MARK}${RANGE_LETTER[field]}${level}x${digits.toString(16)}`

/** A number's tokens: itself, and the ranges of 16, 256 and 4096 it lies in. Beyond 65,535 it counts as that. */
export function rangeTokens(field: RangeField, value: number): string[] {
  const clamped = clampValue(value)
  return Array.from({ length: LEVELS }, (_, level) => rangeToken(field, level, clamped >> (4 * level)))
}

/** The fewest tokens that together cover `low`..`high`, both included; empty when there is nothing between. */
export function rangeCover(field: RangeField, low: number, high: number): string[] {
  const tokens: string[] = []
  let from = clampValue(low)
  let to = clampValue(high)
  if (low > high) return tokens
  for (let level = 0; level < LEVELS; level++) {
    const isTop = level === LEVELS - 1
    while (from <= to && (isTop || (from & 15) !== 0)) tokens.push(rangeToken(field, level, from++))
    while (from <= to && (to & 15) !== 15) tokens.push(rangeToken(field, level, to--))
    if (from > to) break
    from >>= 4
    to >>= 4
  }
  return tokens
}
