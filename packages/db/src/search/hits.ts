/** Ids to hits: cards, snippets, and the detections and text regions that matched. */
import { SearchColumn, type SearchHit } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { readCards } from '../images/card.ts'
import { perConnection } from '../per-connection.ts'
import { createMarkFinders, type MarkFinder } from './marker.ts'
import type { Page } from './pages.ts'
import type { SearchPlan } from './plan.ts'
import { createSnippet } from './snippet.ts'
import { type AnnotationRow, readAnnotations, readTags, textOfType, textsOfType } from './source.ts'
import { foldText } from './words.ts'

const notesOf = perConnection((db) =>
  db.prepare<[string], { id: number; notes: string }>(
    "SELECT id, notes FROM Image WHERE id IN (SELECT value FROM json_each(?)) AND notes <> ''",
  ),
)

function matchedIds(
  annotations: readonly AnnotationRow[],
  plan: SearchPlan,
  finders: ReadonlyMap<SearchColumn, MarkFinder>,
): number[] {
  const inLabel = finders.get('labels')
  const inText = finders.get('text')
  return annotations
    .filter(({ type, text }) => {
      if (type === 'detection')
        return plan.labels.has(foldText(text).trim()) || (inLabel?.(text).length ?? 0) > 0
      return type === 'text-region' && (inText?.(text).length ?? 0) > 0
    })
    .map(({ id }) => id)
}

function textsOf(
  image: { fileName: string; notes: string },
  annotations: readonly AnnotationRow[],
  tags: readonly string[],
): Record<SearchColumn, string> {
  return {
    caption: textOfType(annotations, 'caption'),
    detailedCaption: textOfType(annotations, 'detailed-caption'),
    reading: textOfType(annotations, 'reading'),
    text: textsOfType(annotations, 'text-region').join('\n'),
    labels: [...new Set(textsOfType(annotations, 'detection'))].join(', '),
    tags: tags.join(', '),
    fileName: image.fileName,
    notes: image.notes,
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
  const annotations = readAnnotations(db, page.ids)
  const tags = readTags(db, page.ids)
  const notes = new Map(
    notesOf(db)
      .all(JSON.stringify(page.ids))
      .map((row) => [row.id, row.notes]),
  )
  return cards.map((image) => {
    const own = annotations.get(image.id) ?? []
    const texts = textsOf(
      { fileName: image.fileName, notes: notes.get(image.id) ?? '' },
      own,
      tags.get(image.id) ?? [],
    )
    return {
      image,
      rank: ranks.get(image.id) ?? null,
      snippet: createSnippet(texts, finders),
      matchedAnnotationIds: matchedIds(own, plan, finders),
    }
  })
}
