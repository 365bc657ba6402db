/** The two lists that are not searches: all images newest first, and the trash. */
import { AppError, type ImageCard } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { CARD_COLUMNS, type CardRow, toCard } from './card.ts'

export interface ListOptions {
  cursor?: string
  limit: number
}

export interface Page {
  images: ImageCard[]
  nextCursor: string | null
}

/** A cursor's numbers; cursors come from outside, so a bent one is a bad request. */
function parseCursor(cursor: string, length: number): number[] {
  const numbers = cursor.split('.').map(Number)
  if (numbers.length !== length || !numbers.every(Number.isSafeInteger))
    throw new AppError('bad-request', 'That page cannot be found: its cursor is not one of ours.')
  return numbers
}

function toPage(rows: readonly CardRow[], limit: number, cursorOf: (card: ImageCard) => string): Page {
  const images = rows.slice(0, limit).map(toCard)
  const last = images.at(-1)
  return { images, nextCursor: rows.length > limit && last ? cursorOf(last) : null }
}

/** Newest first, trash left out. */
export function listImages(db: Database.Database, { cursor, limit }: ListOptions): Page {
  const [before = Number.MAX_SAFE_INTEGER] = cursor === undefined ? [] : parseCursor(cursor, 1)
  const rows = db
    .prepare<[number, number], CardRow>(
      `SELECT ${CARD_COLUMNS} FROM Image i WHERE i.id < ? AND i.deletedAt IS NULL ORDER BY i.id DESC LIMIT ?`,
    )
    .all(before, limit + 1)
  return toPage(rows, limit, (card) => String(card.id))
}

/** Last deleted first. */
export function listTrash(db: Database.Database, { cursor, limit }: ListOptions): Page {
  const [deletedAt = Number.MAX_SAFE_INTEGER, id = Number.MAX_SAFE_INTEGER] =
    cursor === undefined ? [] : parseCursor(cursor, 2)
  const rows = db
    .prepare<[number, number, number], CardRow>(
      `SELECT ${CARD_COLUMNS} FROM Image i
       WHERE i.deletedAt IS NOT NULL AND (i.deletedAt, i.id) < (?, ?)
       ORDER BY i.deletedAt DESC, i.id DESC LIMIT ?`,
    )
    .all(deletedAt, id, limit + 1)
  return toPage(rows, limit, (card) => `${card.deletedAt ?? 0}.${card.id}`)
}
