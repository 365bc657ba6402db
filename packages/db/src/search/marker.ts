/** What of a text matched. Pure. */
import type { SearchColumn } from '@vitrine/contracts'
import { foldText, isIdeographic } from './words.ts'

/** A stretch to look for in folded text. */
export interface Marker {
  /** Whole words; a word with a digit may be written in pieces: `ab1234` marks "AB-1234". */
  words: readonly string[]
  /** `sequence`: these words follow each other. `run`: anywhere, also inside a word. */
  type: 'any' | 'sequence' | 'run'
  /** Null for all of them. */
  columns: readonly SearchColumn[] | null
}

/** A marked stretch of the original text. */
export interface Mark {
  start: number
  end: number
}

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What counts as part of a word: in plain ASCII text a class that is much cheaper to look for. */
const LETTERS = { ascii: 'a-z0-9', any: '\\p{L}\\p{N}' } as const
type Letters = (typeof LETTERS)[keyof typeof LETTERS]

function wordPattern(word: string, letters: Letters): string {
  if (!/\d/.test(word) || word.length > 32) return escapeRegExp(word)
  return [...word].map(escapeRegExp).join(`[^${letters}]?`)
}

const whole = (pattern: string, letters: Letters) => `(?<![${letters}])(?:${pattern})(?![${letters}])`

function markerPattern(marker: Marker, letters: Letters): string {
  const words = marker.words.filter(Boolean)
  const patternOf = (word: string) => wordPattern(word, letters)
  if (words.length === 0) return ''
  if (marker.type === 'run') return words.map(escapeRegExp).join('|')
  if (marker.type === 'sequence') return whole(words.map(patternOf).join(`[^${letters}]+`), letters)
  // The longest first: an alternation takes the first that fits.
  const ordered = [...words].sort((a, b) => b.length - a.length)
  const runs = ordered.filter(isIdeographic).map(escapeRegExp)
  const spaced = ordered.filter((word) => !isIdeographic(word)).map(patternOf)
  return [...runs, ...(spaced.length > 0 ? [whole(spaced.join('|'), letters)] : [])].join('|')
}

/** Finds the marks of a query in texts of one column; null when nothing can match there. */
export type MarkFinder = (text: string) => Mark[]

/** Folds a text piece by piece, so that places in the folded text lead back to the original. */
function foldWithPlaces(text: string): { folded: string; places: number[] } {
  let folded = ''
  const places: number[] = []
  for (const match of text.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
    const piece = foldText(match[0])
    for (let index = 0; index < piece.length; index++) places.push(match.index)
    folded += piece
  }
  places.push(text.length)
  return { folded, places }
}

const ASCII = /^[\s!-~]*$/

/** The patterns of some markers, each made when the first text asks for it. */
function createPatterns(markers: readonly Marker[]) {
  const compile = (letters: Letters, flags: string) =>
    new RegExp(
      markers
        .map((marker) => markerPattern(marker, letters))
        .filter(Boolean)
        .join('|'),
      flags,
    )
  let ascii: RegExp | undefined
  let any: RegExp | undefined
  return {
    forAscii: () => {
      ascii ??= compile(LETTERS.ascii, 'g')
      return ascii
    },
    forAny: () => {
      any ??= compile(LETTERS.any, 'gu')
      return any
    },
  }
}

function findInAscii(pattern: RegExp, text: string): Mark[] {
  return [...text.toLowerCase().matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }))
}

function findInAny(pattern: RegExp, text: string): Mark[] {
  const { folded, places } = foldWithPlaces(text)
  return [...folded.matchAll(pattern)].map((match) => {
    const end = match.index + match[0].length
    // A letter that folded to two ends where the next letter begins.
    let after = end
    while (after < places.length - 1 && places[after] === places[end - 1]) after++
    return { start: places[match.index] ?? 0, end: places[after] ?? text.length }
  })
}

/** A finder for one column; null when no marker applies to it. */
export function createMarkFinder(markers: readonly Marker[], column: SearchColumn): MarkFinder | null {
  return createMarkFinders(markers, [column]).get(column) ?? null
}

/** The finders of some columns, those that look for the same sharing one; columns without any are left out. */
export function createMarkFinders(
  markers: readonly Marker[],
  columns: readonly SearchColumn[],
): Map<SearchColumn, MarkFinder> {
  const shared = new Map<string, MarkFinder>()
  const finders = new Map<SearchColumn, MarkFinder>()
  for (const column of columns) {
    const own = markers.filter(
      (marker) => marker.words.some(Boolean) && (marker.columns === null || marker.columns.includes(column)),
    )
    if (own.length === 0) continue
    const key = own.map((marker) => markers.indexOf(marker)).join()
    const finder = shared.get(key) ?? createFinder(own)
    shared.set(key, finder)
    finders.set(column, finder)
  }
  return finders
}

function createFinder(markers: readonly Marker[]): MarkFinder {
  const patterns = createPatterns(markers)
  return (text) => {
    if (text === '') return []
    return ASCII.test(text) ? findInAscii(patterns.forAscii(), text) : findInAny(patterns.forAny(), text)
  }
}
