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

function wordPattern(word: string): string {
  if (!/\d/.test(word) || word.length > 32) return escapeRegExp(word)
  return [...word].map(escapeRegExp).join('[^\\p{L}\\p{N}]?')
}

const whole = (pattern: string) => `(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`

function markerPattern(marker: Marker): string {
  const words = marker.words.filter(Boolean)
  if (words.length === 0) return ''
  if (marker.type === 'run') return words.map(escapeRegExp).join('|')
  if (marker.type === 'sequence') return whole(words.map(wordPattern).join('[^\\p{L}\\p{N}]+'))
  // The longest first: an alternation takes the first that fits.
  const ordered = [...words].sort((a, b) => b.length - a.length)
  const runs = ordered.filter(isIdeographic).map(escapeRegExp)
  const spaced = ordered.filter((word) => !isIdeographic(word)).map(wordPattern)
  return [...runs, ...(spaced.length > 0 ? [whole(spaced.join('|'))] : [])].join('|')
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

function findMarks(pattern: RegExp, text: string): Mark[] {
  const marks: Mark[] = []
  const isPlain = ASCII.test(text)
  const { folded, places } = isPlain ? { folded: text.toLowerCase(), places: null } : foldWithPlaces(text)
  for (const match of folded.matchAll(pattern)) {
    if (match[0] === '') continue
    const end = match.index + match[0].length
    if (!places) marks.push({ start: match.index, end })
    else {
      const start = places[match.index] ?? 0
      // A piece that folded to two letters ends where the next piece begins.
      let after = end
      while (after < places.length - 1 && places[after] === places[end - 1]) after++
      marks.push({ start, end: Math.max(start, places[after] ?? text.length) })
    }
  }
  return marks
}

/** A finder for one column; null when no marker applies to it. */
export function createMarkFinder(markers: readonly Marker[], column: SearchColumn): MarkFinder | null {
  const patterns = markers
    .filter((marker) => marker.columns === null || marker.columns.includes(column))
    .map(markerPattern)
    .filter(Boolean)
  if (patterns.length === 0) return null
  const pattern = new RegExp(patterns.join('|'), 'gu')
  return (text) => (text === '' ? [] : findMarks(pattern, text))
}
