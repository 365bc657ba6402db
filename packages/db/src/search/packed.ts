/**
 * The packed lists of a SearchDocument row. They are ASCII text of fixed-width base-64 digits ('0'..'o'), because
 * SQLite can join the lists of thousands of documents into one string: reading a thousand rows one by one takes five
 * times as long as reading that string. Pure.
 */

const BASE_BITS = 6
const ZERO = 48
const ID_DIGITS = 6
const LENGTH_DIGITS = 3
const COUNT_DIGITS = 3
const HEADER_DIGITS = ID_DIGITS + LENGTH_DIGITS + COUNT_DIGITS
const WORD_DIGITS = 5
const ENTRY_DIGITS = WORD_DIGITS + 1
const FACET_DIGITS = 4
/** The last digits of a word id that a filter looks at. */
const LOW_DIGITS = 3
const MAX_LENGTH = 64 ** LENGTH_DIGITS - 1
const MAX_WORDS = 64 ** COUNT_DIGITS - 1

/** The highest weighted frequency there is room for; bm25 hardly tells higher ones apart. */
export const MAX_FREQUENCY = 63

function digits(value: number, width: number): string {
  let text = ''
  let rest = value
  for (let digit = 0; digit < width; digit++) {
    text = String.fromCharCode(ZERO + (rest % 64)) + text
    rest = Math.floor(rest / 64)
  }
  return text
}

/** Up to five digits: what fits in 30 bits. */
function read(packed: string, at: number, width: number): number {
  let value = 0
  for (let digit = 0; digit < width; digit++)
    value = (value << BASE_BITS) | (packed.charCodeAt(at + digit) - ZERO)
  return value
}

/** A document: its image, how many words it has, and each distinct word's id with its weighted frequency (1..63). */
export interface PackedDocument {
  id: number
  length: number
  words: readonly (readonly [wordId: number, frequency: number])[]
}

export function packWords({ id, length, words }: PackedDocument): string {
  const kept = [...words].sort(([a], [b]) => a - b).slice(0, MAX_WORDS)
  const header =
    digits(id, ID_DIGITS) +
    digits(Math.min(length, MAX_LENGTH), LENGTH_DIGITS) +
    digits(kept.length, COUNT_DIGITS)
  return header + kept.map(([word, frequency]) => digits(word, WORD_DIGITS) + digits(frequency, 1)).join('')
}

/** What `packWords` packed. */
export function unpackWords(packed: string): [wordId: number, frequency: number][] {
  const words: [number, number][] = []
  for (let at = HEADER_DIGITS; at < packed.length; at += ENTRY_DIGITS)
    words.push([read(packed, at, WORD_DIGITS), read(packed, at + WORD_DIGITS, 1)])
  return words
}

/** Words that may be of interest, by the low bits of their ids: most words of a document are none of a query's. */
export class WordFilter {
  /** 1 for ids of interest; by the id's low 16 bits. */
  readonly #marks = new Uint8Array(0x10000)

  add(wordId: number): void {
    this.#marks[wordId & 0xffff] = 1
  }

  /** `low`: the word id, or its last three digits. */
  mayHave(low: number): boolean {
    return this.#marks[low & 0xffff] === 1
  }
}

/** What is told of the documents of a joined string, one after the other. */
export interface DocumentVisitor {
  filter: WordFilter
  /** The words of a document that pass the filter, before `document` is told. */
  word(wordId: number, frequency: number): void
  document(id: number, length: number): void
}

/** Reads any number of documents joined without anything between them. */
export function visitDocuments(joined: string, visitor: DocumentVisitor): void {
  let at = 0
  while (at < joined.length) {
    const id = read(joined, at, 3) * 64 ** 3 + read(joined, at + 3, 3)
    const length = read(joined, at + ID_DIGITS, LENGTH_DIGITS)
    const count = read(joined, at + ID_DIGITS + LENGTH_DIGITS, COUNT_DIGITS)
    at += HEADER_DIGITS
    for (const end = at + count * ENTRY_DIGITS; at < end; at += ENTRY_DIGITS)
      if (visitor.filter.mayHave(read(joined, at + WORD_DIGITS - LOW_DIGITS, LOW_DIGITS)))
        visitor.word(read(joined, at, WORD_DIGITS), joined.charCodeAt(at + WORD_DIGITS) - ZERO)
    visitor.document(id, length)
  }
}

export function packFacets(ids: readonly number[]): string {
  return [...ids]
    .sort((a, b) => a - b)
    .map((id) => digits(id, FACET_DIGITS))
    .join('')
}

/** Calls `visit` with each facet of one document, or of many joined. */
export function visitFacets(joined: string, visit: (id: number) => void): void {
  for (let at = 0; at < joined.length; at += FACET_DIGITS) visit(read(joined, at, FACET_DIGITS))
}

/** The facets of one document. */
export function unpackFacets(packed: string): number[] {
  const ids: number[] = []
  visitFacets(packed, (id) => ids.push(id))
  return ids
}
