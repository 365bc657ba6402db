/** Ids to hits: cards, snippets, and what matched on the picture: detections, text regions, what was kept. */
import { SearchColumn, type SearchHit } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { readCards } from '../images/card.ts'
import { perConnection } from '../per-connection.ts'
import { type HitTexts, type Piece, readHitTexts } from './hit-texts.ts'
import { createMarkFinders, type Mark, type MarkFinder } from './marker.ts'
import type { Page } from './pages.ts'
import type { SearchPlan } from './plan.ts'
import { createSnippet } from './snippet.ts'
import { readTags } from './source.ts'
import { foldText } from './words.ts'

const notesOf = perConnection((db) =>
  db.prepare<[string], { id: number; notes: string }>(
    "SELECT id, notes FROM Image WHERE id IN (SELECT value FROM json_each(?)) AND notes <> ''",
  ),
)

const NO_TEXTS: HitTexts = { caption: '', detailedCaption: '', reading: '', pieces: [] }

/** Says of a label whether its detections light up; a page has the same few again and again. */
function createLabelTest(plan: SearchPlan, inLabel: MarkFinder | undefined): (label: string) => boolean {
  const known = new Map<string, boolean>()
  return (label) => {
    let isMatch = known.get(label)
    if (isMatch === undefined) {
      isMatch = plan.labels.has(foldText(label).trim()) || (inLabel?.(label).length ?? 0) > 0
      known.set(label, isMatch)
    }
    return isMatch
  }
}

/**
 * The ids that matched, in reading order. `marks` are those of the regions' texts joined by line breaks: a region
 * that none of them touches holds no match of its own, and one that reaches over its end says nothing of it alone.
 */
function matchedIds(
  pieces: readonly Piece[],
  marks: readonly Mark[],
  matches: Record<Piece['role'], (text: string) => boolean>,
): number[] {
  const ids: number[] = []
  let start = 0
  let next = 0
  for (const { id, text, role } of pieces) {
    if (role !== 'line') {
      if (matches[role](text)) ids.push(id)
      continue
    }
    const end = start + text.length
    while ((marks[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next++
    const mark = marks[next]
    if (mark && mark.start < end) {
      const isWithin = mark.start >= start && mark.end <= end
      if (isWithin || matches.line(text)) ids.push(id)
    }
    start = end + 1
  }
  return ids
}

function textsOf(own: HitTexts, fileName: string, notes: string, tags: readonly string[]) {
  const texts: Record<Piece['role'], string[]> = { line: [], label: [], description: [] }
  for (const { text, role } of own.pieces) texts[role].push(text)
  return {
    caption: own.caption,
    detailedCaption: [own.detailedCaption, ...texts.description].filter(Boolean).join('\n'),
    reading: own.reading,
    text: texts.line.join('\n'),
    labels: [...new Set(texts.label)].join(', '),
    tags: tags.join(', '),
    fileName,
    notes,
  }
}

/** The hits of a page, in its order; an image purged in between is left out. */
export function readHits(db: Database.Database, page: Page, plan: SearchPlan): SearchHit[] {
  const cards = readCards(db, page.ids)
  const ranks = new Map(page.ids.map((id, index) => [id, page.ranks[index] ?? null]))
  const finders = createMarkFinders(plan.markers, SearchColumn.options)
  if (finders.size === 0 && plan.labels.size === 0)
    return cards.map((image) => ({
      image,
      rank: ranks.get(image.id) ?? null,
      snippet: null,
      matchedAnnotationIds: [],
    }))
  const inText = finders.get('text')
  const texts = readHitTexts(db, page.ids, inText !== undefined)
  const tags = readTags(db, page.ids)
  const notes = new Map(
    notesOf(db)
      .all(JSON.stringify(page.ids))
      .map((row) => [row.id, row.notes]),
  )
  const label = createLabelTest(plan, finders.get('labels'))
  const line = (text: string) => (inText?.(text).length ?? 0) > 0
  const inDescription = finders.get('detailedCaption')
  const description = (text: string) => (inDescription?.(text).length ?? 0) > 0
  return cards.map((image) => {
    const own = texts.get(image.id) ?? NO_TEXTS
    const columns = textsOf(own, image.fileName, notes.get(image.id) ?? '', tags.get(image.id) ?? [])
    const inRegions = inText?.(columns.text) ?? []
    return {
      image,
      rank: ranks.get(image.id) ?? null,
      snippet: createSnippet(columns, finders, inRegions),
      matchedAnnotationIds: matchedIds(own.pieces, inRegions, { label, line, description }),
    }
  })
}
