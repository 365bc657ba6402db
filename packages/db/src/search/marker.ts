/** What of a text matched. Pure. */
import type { SearchColumn } from '@vitrine/contracts'
import { createPrefilter, type Prefilter } from './prefilter.ts'
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

/** So many words are looked for by one pattern; more by looking up each word of the text. */
const MAX_PATTERN_WORDS = 8
/** So many codes are looked for in pieces. */
const MAX_CODES = 16

function sequencePattern(words: readonly string[], letters: Letters): string {
  return whole(words.map((word) => wordPattern(word, letters)).join(`[^${letters}]+`), letters)
}

/** What some markers look for, sorted by how it is found. */
interface Wanted {
  /** Stretches that may stand inside a word. */
  runs: string[]
  sequences: (readonly string[])[]
  /** Whole words, or codes in pieces, for one pattern. */
  words: string[]
  /** Whole words to be looked up, because they are many. */
  many: ReadonlySet<string>
}

function sortWanted(markers: readonly Marker[]): Wanted {
  const wordsOf = (type: Marker['type']) =>
    markers.filter((marker) => marker.type === type).map((marker) => marker.words.filter(Boolean))
  const any = [...new Set(wordsOf('any').flat())]
  const spaced = any.filter((word) => !isIdeographic(word))
  const isMany = spaced.length > MAX_PATTERN_WORDS
  return {
    runs: [...wordsOf('run').flat(), ...any.filter(isIdeographic)],
    sequences: wordsOf('sequence').filter((words) => words.length > 0),
    words: isMany ? spaced.filter((word) => /\d/.test(word)).slice(0, MAX_CODES) : spaced,
    many: new Set(isMany ? spaced : []),
  }
}

/** One pattern for all but `many`; null when there is nothing for it. */
function patternOf(wanted: Wanted, letters: Letters): string | null {
  // The longest first: an alternation takes the first that fits.
  const words = [...wanted.words].sort((a, b) => b.length - a.length)
  const parts = [
    ...wanted.runs.map(escapeRegExp),
    ...wanted.sequences.map((sequence) => sequencePattern(sequence, letters)),
  ]
  if (words.length > 0) parts.push(whole(words.map((word) => wordPattern(word, letters)).join('|'), letters))
  return parts.length > 0 ? parts.join('|') : null
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

/** Text that folds letter by letter: ASCII, and signs that are no letters and have no simpler form. */
const PLAIN = /^[\s!-~“”„‘’‚–—•·°©®€£]*$/

/** How one sort of text is searched: the pattern and what its words are. */
interface Search {
  pattern: RegExp | null
  word: RegExp
  many: ReadonlySet<string>
}

function createSearch(wanted: Wanted, letters: Letters, flags: string): Search {
  const pattern = patternOf(wanted, letters)
  return {
    pattern: pattern === null ? null : new RegExp(pattern, flags),
    word: new RegExp(`[${letters}]+`, flags),
    many: wanted.many,
  }
}

/** Of marks in order those that begin after the one before has ended. */
function withoutOverlaps(marks: Mark[]): Mark[] {
  marks.sort((a, b) => a.start - b.start || b.end - a.end)
  let end = -1
  return marks.filter((mark) => {
    const isFree = mark.start >= end
    if (isFree) end = mark.end
    return isFree
  })
}

/** Marks in folded text, in order and without overlaps. */
function findFolded({ pattern, word, many }: Search, folded: string): Mark[] {
  const marks: Mark[] = []
  if (pattern)
    for (const match of folded.matchAll(pattern))
      marks.push({ start: match.index, end: match.index + match[0].length })
  if (many.size === 0) return marks
  for (const match of folded.matchAll(word))
    if (many.has(match[0])) marks.push({ start: match.index, end: match.index + match[0].length })
  return withoutOverlaps(marks)
}

function createFinder(markers: readonly Marker[]): MarkFinder {
  const wanted = sortWanted(markers)
  // Made when the first text asks for it: patterns of Unicode classes are dear to make.
  let ascii: Search | undefined
  let any: Search | undefined
  let isPossible: Prefilter | undefined
  return (text) => {
    if (text === '') return []
    if (PLAIN.test(text)) {
      const folded = text.toLowerCase()
      isPossible ??= createPrefilter(markers)
      if (!isPossible(folded)) return []
      ascii ??= createSearch(wanted, LETTERS.ascii, 'g')
      return findFolded(ascii, folded)
    }
    any ??= createSearch(wanted, LETTERS.any, 'gu')
    const { folded, places } = foldWithPlaces(text)
    return findFolded(any, folded).map(({ start, end }) => {
      // A letter that folded to two ends where the next letter begins.
      let after = end
      while (after < places.length - 1 && places[after] === places[end - 1]) after++
      return { start: places[start] ?? 0, end: places[after] ?? text.length }
    })
  }
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
