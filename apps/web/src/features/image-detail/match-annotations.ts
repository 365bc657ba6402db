/**
 * Which detections and text regions a query speaks of, decided in the browser. The search's own answer
 * (`matchedAnnotationIds`) is better and comes first; this stands in where the page was opened without it.
 */
import { splitTerms } from '../search/terms.ts'
import type { DetectionMark, KeptMark, TextMark } from './findings.ts'

/** One thing looked for; `where` limits it to labels or to text. */
interface Wanted {
  words: string
  where: 'labels' | 'text' | 'both'
}

const places: Record<string, Wanted['where']> = { object: 'labels', text: 'text' }

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Quotes, brackets, a count (`>2`) and the prefix star taken off; a list gives several. */
function valuesOf(value: string): string[] {
  const bare = value.replace(/[<>=]+\d+$/, '')
  const list = bare.startsWith('(') ? bare.replace(/[()]/g, '').split(',') : [bare]
  return list.map((one) => fold(one).replace(/"/g, '').replace(/\*$/, '').trim()).filter((one) => one !== '')
}

/** What a query looks for on the picture; negations and fields about other things are left out. */
export function wantedWords(query: string): Wanted[] {
  return splitTerms(query).flatMap(({ text }): Wanted[] => {
    if (text === 'OR' || text.startsWith('-')) return []
    const field = /^([a-z]+)([:<>=])(.*)$/is.exec(text)
    if (!field) return valuesOf(text).map((words) => ({ words, where: 'both' }))
    const where = places[(field[1] ?? '').toLowerCase()]
    return where === undefined ? [] : valuesOf(field[3] ?? '').map((words) => ({ words, where }))
  })
}

/** Short words must stand alone; longer ones may be part of another ("receipt" in "receipts"). */
function holds(text: string, words: string): boolean {
  const folded = fold(text)
  if (words.length >= 3) return folded.includes(words)
  return folded.split(/[^\p{L}\p{N}]+/u).includes(words)
}

/** Tasks whose kept answers are text that stands on the picture. */
const READING = new Set(['ocr', 'ocr-with-region', 'region-to-ocr'])

/** Where the words of a kept mark count: as a label, as text, or as neither but in a plain search. */
function roleOf({ annotation: { body, source } }: KeptMark): Wanted['where'] {
  if (body.type === 'detection' || body.type === 'mask') return 'labels'
  return source.by === 'model' && READING.has(source.task) ? 'text' : 'both'
}

/** Ids of the marks that hold any of the wanted words. */
export function matchAnnotations(
  query: string,
  marks: {
    detections: readonly DetectionMark[]
    textRegions: readonly TextMark[]
    kept: readonly KeptMark[]
  },
): Set<number> {
  const wanted = wantedWords(query)
  const inLabels = wanted.filter((one) => one.where !== 'text')
  const inText = wanted.filter((one) => one.where !== 'labels')
  const detections = marks.detections.filter((mark) => inLabels.some((one) => holds(mark.label, one.words)))
  const textRegions = marks.textRegions.filter((mark) => inText.some((one) => holds(mark.text, one.words)))
  const kept = marks.kept.filter((mark) =>
    wanted.some(
      ({ words, where }) => (where === 'both' || where === roleOf(mark)) && holds(mark.label, words),
    ),
  )
  return new Set([...detections, ...textRegions, ...kept].map((mark) => mark.id))
}
