/** The event table: what browsers follow. */
import type { DbHandle } from '../connection.ts'
import type { EventStore } from '../db.ts'
import { appendEvent, type EventRow, toEvent } from './rows.ts'

export function createEventStore(handle: DbHandle): EventStore {
  const { reader } = handle
  const after = reader.prepare<[number, number], EventRow>(
    'SELECT id, type, imageId, conversationId, count, at FROM Event WHERE id > ? ORDER BY id LIMIT ?',
  )
  const first = reader.prepare<[], number | null>('SELECT min(id) FROM Event').pluck()
  // The last id ever given, which pruning does not take back.
  const last = reader.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'Event'").pluck()
  const lastId = () => last.get() ?? 0
  return {
    append: (body) => handle.write((db) => appendEvent(db, body, handle.now())),
    after: async (id, limit) => after.all(id, limit).map(toEvent),
    lastId: async () => lastId(),
    firstId: async () => first.get() ?? lastId() + 1,
    prune: (olderThan) =>
      handle.write((db) => db.prepare('DELETE FROM Event WHERE at < ?').run(olderThan).changes),
  }
}
