/** One word or phrase of a query, looked up: what to match, what to weigh, what to mark. */
import type { SearchColumn } from '@vitrine/contracts'
import { objectToken } from './facet-token.ts'
import type { Labels } from './labels.ts'
import type { TextNode } from './language/ast.ts'
import type { Marker } from './marker.ts'
import { stemOf } from './stem.ts'
import type { KnownWord, Vocabulary } from './vocabulary.ts'
import { compactForm, foldText, isIdeographic, isLoneIdeograph, queryWords } from './words.ts'

/** A word as ranking weighs it. */
export interface WeighedWord {
  id: number
  /** 1 for what was typed, less for what only stands for it. */
  factor: number
}

export interface Term {
  /** An FTS5 expression. */
  match: string
  words: WeighedWord[]
  /** How many documents have it; an upper bound. */
  documents: number
  markers: Marker[]
  /** Folded labels whose detections light up. */
  labels: string[]
  correction: { from: string; to: string } | null
  expansion: { word: string; also: string[] } | null
  /** Set when only the most common of many words were taken. */
  isCut: boolean
}

export interface TermContext {
  vocabulary: Vocabulary
  labels: Labels
}

const SYNONYM_FACTOR = 0.6
const PARTIAL_FACTOR = 0.8

/** A word or several consecutive ones as an FTS5 string. */
export const quote = (words: string) => `"${words.replaceAll('"', '""')}"`

export function anyOf(expressions: readonly string[]): string {
  return expressions.length === 1 ? (expressions[0] ?? '') : `(${expressions.join(' OR ')})`
}

function inColumns(match: string, columns: readonly SearchColumn[] | null): string {
  return columns === null ? match : `({${columns.join(' ')}} : ${match})`
}

const weigh = (words: readonly KnownWord[], factor: number): WeighedWord[] =>
  words.map(({ id }) => ({ id, factor }))

/** The words a term stands for, before labels. */
interface Found {
  words: KnownWord[]
  weighed: WeighedWord[]
  correction: Term['correction']
  isCut: boolean
}

const nothing: Found = { words: [], weighed: [], correction: null, isCut: false }

function partial(look: { words: KnownWord[]; isCut: boolean }): Found {
  return { ...nothing, words: look.words, weighed: weigh(look.words, PARTIAL_FACTOR), isCut: look.isCut }
}

function together(first: Found, second: Found): Found {
  const known = new Set(first.words.map((word) => word.id))
  return {
    words: [...first.words, ...second.words.filter((word) => !known.has(word.id))],
    weighed: [...first.weighed, ...second.weighed.filter((word) => !known.has(word.id))],
    correction: first.correction ?? second.correction,
    isCut: first.isCut || second.isCut,
  }
}

/** A single word: its forms; for codes also what contains it; when nothing is found, parts and typing errors. */
function lookUp(word: string, hasSynonyms: boolean, { vocabulary }: TermContext): Found {
  if (isLoneIdeograph(word)) return partial(vocabulary.beginningWith(word))
  const forms = vocabulary.formsOf(word)
  const own: Found = { ...nothing, words: forms, weighed: weigh(forms, 1) }
  const isCode = /\d/.test(word) && word.length >= 3
  if (isCode) return together(own, partial(vocabulary.containing(word)))
  if (forms.length > 0 || hasSynonyms) return own
  const parts = partial(vocabulary.containing(word))
  if (parts.words.length > 0) return parts
  const meant = vocabulary.meant(word)
  if (!meant) return own
  const mended = vocabulary.formsOf(meant.word)
  return { ...nothing, words: mended, weighed: weigh(mended, 1), correction: { from: word, to: meant.word } }
}

function toTerm(found: Found, fallback: string, columns: readonly SearchColumn[] | null): Term {
  const words = found.words.map(({ word }) => word)
  return {
    match: inColumns(anyOf(words.length > 0 ? words.map(quote) : [quote(fallback)]), columns),
    words: found.weighed,
    documents: found.words.reduce((sum, { documents }) => sum + documents, 0),
    markers: [{ words: words.length > 0 ? words : [fallback], type: 'any', columns }],
    labels: [],
    correction: found.correction,
    expansion: null,
    isCut: found.isCut,
  }
}

function withLabels(term: Term, word: string, labels: readonly string[], context: TermContext): Term {
  if (labels.length === 0) return term
  const own = labels.flatMap((label) =>
    queryWords(label).flatMap((one) => context.vocabulary.find(one) ?? []),
  )
  const known = new Set(term.words.map(({ id }) => id))
  // "person" for the label person is no news.
  const others = labels.filter((label) => stemOf(label) !== stemOf(foldText(word).trim()))
  return {
    ...term,
    match: anyOf([term.match, ...labels.map((label) => quote(objectToken(label, 1)))]),
    words: [...term.words, ...weigh(own, SYNONYM_FACTOR).filter(({ id }) => !known.has(id))],
    documents: term.documents + own.reduce((sum, { documents }) => sum + documents, 0),
    labels: [...labels],
    expansion: others.length > 0 ? { word, also: others } : null,
  }
}

function endingsOf(last: string, node: TextNode, vocabulary: Vocabulary): KnownWord[] {
  if (node.mode === 'phrase') return []
  return node.mode === 'prefix' ? vocabulary.beginningWith(last).words : vocabulary.formsOf(last)
}

/** Several words in a row, as typed; the last in any of its forms; or put together as one code. */
function sequenceTerm(words: readonly string[], node: TextNode, { vocabulary }: TermContext): Term {
  const last = words.at(-1) ?? ''
  const head = words.slice(0, -1)
  const forms = endingsOf(last, node, vocabulary).map(({ word }) => word)
  const endings = [...new Set([last, ...forms])].slice(0, 8)
  const compact = compactForm(node.text)
  const codes = compact === null ? [] : codesLike(compact, vocabulary)
  const sequences: Marker[] = words.every(isIdeographic)
    ? [{ words: [foldText(node.text).trim()], type: 'run', columns: node.columns }]
    : endings.map((ending) => ({ words: [...head, ending], type: 'sequence', columns: node.columns }))
  const own = words.flatMap((word) => vocabulary.find(word) ?? [])
  const all = [
    ...endings.map((ending) => quote([...head, ending].join(' '))),
    ...codes.map(({ word }) => quote(word)),
  ]
  return {
    match: inColumns(anyOf(all), node.columns),
    words: weigh([...own, ...codes], 1),
    documents: Math.min(...own.map(({ documents }) => documents), Number.MAX_SAFE_INTEGER),
    markers: [...sequences, { words: codes.map(({ word }) => word), type: 'any', columns: node.columns }],
    labels: [],
    correction: null,
    expansion: null,
    isCut: false,
  }
}

function codesLike(compact: string, vocabulary: Vocabulary): KnownWord[] {
  if (/\d/.test(compact)) return vocabulary.containing(compact).words
  const one = vocabulary.find(compact)
  return one ? [one] : []
}

/** Looks up a piece of text; null when it holds no word. */
export function resolveText(node: TextNode, context: TermContext): Term | null {
  const words = queryWords(node.text)
  const [first, ...others] = words
  if (first === undefined) return null
  const { vocabulary, labels } = context
  if (node.mode === 'prefix') {
    const head = words.slice(0, -1)
    if (head.length === 0) return toTerm(partial(vocabulary.beginningWith(first)), first, node.columns)
    return sequenceTerm(words, node, context)
  }
  if (node.mode === 'substring') {
    const part = compactForm(node.text) ?? first
    return toTerm(partial(vocabulary.containing(part)), part, node.columns)
  }
  const also = node.columns === null ? labels.synonymsOf(node.text) : []
  if (others.length > 0) return withLabels(sequenceTerm(words, node, context), node.text, also, context)
  if (node.mode === 'phrase') {
    const known = vocabulary.find(first)
    const own = known ? [known] : []
    return toTerm({ ...nothing, words: own, weighed: weigh(own, 1) }, first, node.columns)
  }
  return withLabels(
    toTerm(lookUp(first, also.length > 0, context), first, node.columns),
    first,
    also,
    context,
  )
}
