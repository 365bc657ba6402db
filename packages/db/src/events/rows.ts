/** Events as rows and back; the writers of other stores append through here, in their own transaction. */
import { EventBody, type StoredEvent } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { perConnection } from '../per-connection.ts'

export interface EventRow {
  id: number
  type: string
  imageId: number | null
  conversationId: number | null
  count: number | null
  at: number
}

const appendStatement = perConnection((db) =>
  db.prepare('INSERT INTO Event (type, imageId, conversationId, count, at) VALUES (?, ?, ?, ?, ?)'),
)

/** Call inside a write. Returns the event's id. */
export function appendEvent(db: Database.Database, body: EventBody, at: number): number {
  const { lastInsertRowid } = appendStatement(db).run(
    body.type,
    'imageId' in body ? body.imageId : null,
    'conversationId' in body ? body.conversationId : null,
    'count' in body ? body.count : null,
    at,
  )
  return Number(lastInsertRowid)
}

export function toEvent({ id, type, imageId, conversationId, count, at }: EventRow): StoredEvent {
  const body = EventBody.parse({
    type,
    ...(imageId === null ? {} : { imageId }),
    ...(conversationId === null ? {} : { conversationId }),
    ...(count === null ? {} : { count }),
  })
  return { id, body, at }
}

/** Up to this many changed images are named one by one; beyond it, one event tells browsers to read anew. */
const MAX_NAMED = 10

type ImageEventType = Extract<EventBody, { imageId: number }>['type']

/** Says what became of these images: by name when they are few, else all at once. Call inside a write. */
export function announce(
  db: Database.Database,
  change: { type: ImageEventType; ids: readonly number[]; at: number },
): void {
  const { type, ids, at } = change
  if (ids.length > MAX_NAMED) appendEvent(db, { type: 'images.changed', count: ids.length }, at)
  else for (const imageId of ids) appendEvent(db, { type, imageId }, at)
}
