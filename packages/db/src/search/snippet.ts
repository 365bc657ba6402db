/** An excerpt with its hits marked, from the column that shows most of what was searched for. Pure. */
import type { SearchColumn, SearchHit, SnippetPart } from '@vitrine/contracts'
import type { Mark, MarkFinder } from './marker.ts'

type Snippet = NonNullable<SearchHit['snippet']>

const MAX_LENGTH = 160
/** How much may stand before the first hit. */
const LEAD = 48

/** What a hit says about a picture when it stands in this column: more than in the next. */
const ORDER: readonly SearchColumn[] = [
  'caption',
  'text',
  'detailedCaption',
  'reading',
  'notes',
  'tags',
  'labels',
  'fileName',
]

/** Moves a cut to the next space, if there is one near. */
function wordStart(text: string, at: number): number {
  if (at <= 0) return 0
  const space = text.slice(at, at + 20).search(/\s/)
  return space < 0 ? at : at + space + 1
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length
  const before = text.slice(Math.max(0, at - 20), at)
  const space = before.search(/\s\S*$/)
  return space < 0 ? at : at - before.length + space
}

/** Cuts an excerpt round the first mark; cuts are shown by "…". */
export function excerpt(text: string, marks: readonly Mark[]): SnippetPart[] {
  const first = marks[0]
  const from =
    first && text.length > MAX_LENGTH ? Math.min(wordStart(text, first.start - LEAD), first.start) : 0
  const end = Math.max(wordEnd(text, from + MAX_LENGTH), Math.min(first?.end ?? 0, text.length))
  const parts: SnippetPart[] = []
  const add = (part: string, hit: boolean) => {
    if (part !== '') parts.push({ text: part.replace(/\s+/g, ' '), hit })
  }
  let at = from
  if (from > 0) add('… ', false)
  for (const mark of marks) {
    if (mark.start >= end) break
    if (mark.start < at) continue
    add(text.slice(at, mark.start), false)
    add(text.slice(mark.start, Math.min(mark.end, end)), true)
    at = Math.min(mark.end, end)
  }
  add(text.slice(at, end), false)
  if (end < text.length) add(' …', false)
  return parts
}

const distinct = (text: string, marks: readonly Mark[]) =>
  new Set(marks.map((mark) => text.slice(mark.start, mark.end).toLowerCase())).size

/** The best excerpt of an image's texts; null when no word stands in any. `inText`: the marks of the column `text`. */
export function createSnippet(
  texts: Readonly<Record<SearchColumn, string>>,
  finders: ReadonlyMap<SearchColumn, MarkFinder>,
  inText: Mark[],
): Snippet | null {
  let best: { column: SearchColumn; marks: Mark[]; found: number } | null = null
  for (const column of ORDER) {
    const marks = column === 'text' ? inText : (finders.get(column)?.(texts[column]) ?? [])
    if (marks.length === 0) continue
    const found = distinct(texts[column], marks)
    if (found > (best?.found ?? 0)) best = { column, marks, found }
  }
  return best ? { column: best.column, parts: excerpt(texts[best.column], best.marks) } : null
}
