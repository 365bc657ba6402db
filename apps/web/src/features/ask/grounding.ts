/**
 * What an answer speaks of, on the pictures: the names of things that have boxes, text that was read, and citations.
 * Pure.
 */
import { type Annotation, type Box, boundingBox, type Citation, type Polygon } from '@vitrine/contracts'
import { foldWord, singular } from './singular.ts'
import { SYNONYMS } from './synonyms.ts'

/** Somewhere on a picture. */
export interface Place {
  imageId: number
  /** Null for the picture as a whole. */
  box: Box | null
  /** Its outline, where there is one. */
  polygons: readonly Polygon[]
  label: string
}

/** Words that mean places: its key names it within a grounding. */
interface Term {
  key: string
  words: readonly string[]
  places: Place[]
}

/** What can be recognised: things by singular words, text by its words as they stand; by their first word. */
export interface Grounding {
  things: ReadonlyMap<string, readonly Term[]>
  texts: ReadonlyMap<string, readonly Term[]>
  places: ReadonlyMap<string, readonly Place[]>
}

/** A stretch of an answer; `target` is the key of what it names: see `placesOf`. */
export interface AnswerPart {
  text: string
  target: string | null
}

const WORD = /\p{N}+(?:[.,:/-]\p{N}+)*|[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)*/gu
/** "receipt-corner.png" is the name of a file, whatever its words are. */
const FILE_NAME =
  /[^\s()[\]“”"']{1,200}\.(?:jpe?g|png|webp|gif|tiff?|heic|avif|bmp|svg|pdf|mp4|mov|webm)\b/giu
const CITATION = /\[(\d{1,4})\]/g
/** Lines of text that are a mere word of these point at nothing. */
const STOP_WORDS = new Set(
  'about after also and are for from has have her his into its more not one only other our out over some than that the their them then there they this was were what when which with you your'.split(
    ' ',
  ),
)

const wordsOf = (text: string) => [...text.matchAll(WORD)].map(([word]) => foldWord(word))

/** A number as it stands on a receipt: three digits or more, or parts of it: 12.50, 2024-05-01. */
const isTelling = (word: string) => /\d/.test(word) && word.length >= 3

class TermTable {
  readonly #terms = new Map<string, Term>()
  readonly #kind: string

  constructor(kind: string) {
    this.#kind = kind
  }

  has(words: readonly string[]): boolean {
    return this.#terms.has(words.join(' '))
  }

  add(words: readonly string[], place: Place): void {
    const name = words.join(' ')
    if (name === '') return
    const term = this.#terms.get(name)
    if (term) term.places.push(place)
    else this.#terms.set(name, { key: `${this.#kind}:${name}`, words, places: [place] })
  }

  /** Longest first, so that "wine glass" wins over "wine". */
  byFirstWord(): Map<string, Term[]> {
    const byFirst = new Map<string, Term[]>()
    const longestFirst = [...this.#terms.values()].sort((a, b) => b.words.length - a.words.length)
    for (const term of longestFirst) {
      const first = term.words[0] ?? ''
      byFirst.set(first, [...(byFirst.get(first) ?? []), term])
    }
    return byFirst
  }

  entries(): [string, readonly Place[]][] {
    return [...this.#terms.values()].map(({ key, places }) => [key, places])
  }
}

function addText(texts: TermTable, text: string, place: Place): void {
  const words = wordsOf(text)
  const [only = ''] = words
  const isWord = words.length === 1 && !isTelling(only) && (only.length < 4 || STOP_WORDS.has(only))
  if (!isWord) texts.add(words, place)
  if (words.length > 1) for (const word of new Set(words.filter(isTelling))) texts.add([word], place)
}

/** Names of things and lines of text of these pictures. */
export function groundingOf(
  pictures: readonly { id: number; annotations: readonly Annotation[] }[],
): Grounding {
  const things = new TermTable('thing')
  const texts = new TermTable('text')
  const named: { words: string[]; place: Place }[] = []
  for (const { id: imageId, annotations } of pictures)
    for (const { body } of annotations) {
      if (body.type === 'text-region')
        addText(texts, body.text, {
          imageId,
          box: boundingBox(body.quad),
          polygons: [body.quad],
          label: body.text,
        })
      if (body.type !== 'detection' && body.type !== 'mask') continue
      named.push({
        words: wordsOf(body.label).map(singular),
        place: {
          imageId,
          box: body.box,
          polygons: body.type === 'mask' ? body.polygons : [],
          label: body.label,
        },
      })
    }
  for (const { words, place } of named) things.add(words, place)
  addSynonyms(things, named)
  return {
    things: things.byFirstWord(),
    texts: texts.byFirstWord(),
    places: new Map([...things.entries(), ...texts.entries()]),
  }
}

/** A detector's own word comes first: "table" is no dining table where tables were found as such. */
function addSynonyms(things: TermTable, named: readonly { words: string[]; place: Place }[]): void {
  const added = named.flatMap(({ words, place }) =>
    (SYNONYMS[words.join(' ')] ?? [])
      .map((synonym) => ({ words: synonym.split(' '), place }))
      .filter((synonym) => !things.has(synonym.words)),
  )
  for (const { words, place } of added) things.add(words, place)
}

interface Word {
  folded: string
  start: number
  end: number
}

/** The longest term that begins at a word; a thing where text is no longer. */
function termAt(words: readonly Word[], at: number, { things, texts }: Grounding): Term | null {
  const first = words[at]
  if (!first) return null
  const fits = (read: (folded: string) => string) => (term: Term) =>
    term.words.every((word, index) => read(words[at + index]?.folded ?? '') === word)
  const thing = (things.get(singular(first.folded)) ?? []).find(fits(singular))
  const text = (texts.get(first.folded) ?? []).find(fits((folded) => folded))
  if (thing && text) return text.words.length > thing.words.length ? text : thing
  return thing ?? text ?? null
}

/** Parts and the gaps between them; neighbours in order, no overlaps. */
function cut(text: string, found: readonly { start: number; end: number; target: string }[]): AnswerPart[] {
  const parts: AnswerPart[] = []
  let from = 0
  for (const { start, end, target } of found) {
    if (start > from) parts.push({ text: text.slice(from, start), target: null })
    parts.push({ text: text.slice(start, end), target })
    from = end
  }
  if (from < text.length) parts.push({ text: text.slice(from), target: null })
  return parts
}

/** The key of a citation. */
const citationKey = (number: number) => `citation:${number}`

/** A stretch of plain text of an answer, taken apart at what it names. Code is the caller's to keep away. */
export function groundAnswer(
  text: string,
  grounding: Grounding,
  citations: readonly Citation[] = [],
): AnswerPart[] {
  const cited = [...text.matchAll(CITATION)].flatMap((match) => {
    const number = Number(match[1])
    const end = match.index + match[0].length
    return citations.some((one) => one.number === number)
      ? [{ start: match.index, end, target: citationKey(number) }]
      : []
  })
  const files = [...text.matchAll(FILE_NAME)].map(({ 0: name, index }) => ({
    start: index,
    end: index + name.length,
  }))
  const words = [...text.matchAll(WORD)]
    .map(({ 0: word, index }): Word => ({ folded: foldWord(word), start: index, end: index + word.length }))
    .filter(({ start }) => ![...cited, ...files].some((one) => one.start <= start && start < one.end))
  const named: { start: number; end: number; target: string }[] = []
  for (let at = 0; at < words.length; ) {
    const term = termAt(words, at, grounding)
    const last = words[at + (term?.words.length ?? 1) - 1]
    const first = words[at]
    if (term && first && last) named.push({ start: first.start, end: last.end, target: term.key })
    at += term?.words.length ?? 1
  }
  return cut(
    text,
    [...cited, ...named].sort((a, b) => a.start - b.start),
  )
}

/** Where on the pictures a target is; empty for one that is not known. */
export function placesOf(
  target: string,
  grounding: Grounding,
  citations: readonly Citation[] = [],
): readonly Place[] {
  const citation = citations.find(({ number }) => citationKey(number) === target)
  if (citation) return [{ imageId: citation.imageId, box: citation.box, polygons: [], label: citation.text }]
  return grounding.places.get(target) ?? []
}
