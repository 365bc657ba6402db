/** Image rows as the cards the gallery shows. */
import { ImageCard } from '@vitrine/contracts'
import type Database from 'better-sqlite3'

/** A row of CARD_COLUMNS. */
export interface CardRow {
  id: number
  fileName: string
  mediaType: string
  width: number
  height: number
  sizeBytes: number
  status: string
  reasoning: string
  kind: string | null
  caption: string
  engine: string | null
  objectCount: number
  textLength: number
  placeholder: string | null
  createdAt: number
  takenAt: number | null
  deletedAt: number | null
  page: number
  failure: string | null
  version: number
}

/** What a card needs of Image, for queries that alias the table as `i`. */
export const CARD_COLUMNS = `i.id, i.fileName, i.mediaType, i.width, i.height, i.sizeBytes, i.status, i.reasoning,
  i.kind, i.caption, i.engine, i.objectCount, i.textLength, i.placeholder, i.createdAt, i.takenAt, i.deletedAt,
  i.page, i.failure, i.version`

export function toCard({ page, ...row }: CardRow): ImageCard {
  return ImageCard.parse({ ...row, pageNumber: page === 0 ? null : page })
}

/** The cards of these ids in their order; ids that are not there are left out, trashed ones are not. */
export function readCards(db: Database.Database, ids: readonly number[]): ImageCard[] {
  const rows = db
    .prepare<[string], CardRow>(
      `SELECT ${CARD_COLUMNS} FROM json_each(?) wanted CROSS JOIN Image i ON i.id = wanted.value`,
    )
    .all(JSON.stringify(ids))
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row ? [toCard(row)] : []
  })
}
