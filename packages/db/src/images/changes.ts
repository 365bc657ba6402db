/** Every change of an image goes through here: its progress, its version, its search document, its event. */
import { ImageStatus, ReasoningStatus } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import type { Change } from '../context.ts'
import { announce } from '../events/rows.ts'
import { perConnection } from '../per-connection.ts'
import { advance, type Moment } from './progress.ts'

interface ProgressRow {
  status: string
  reasoning: string
  failure: string | null
  triageReasons: string
  hasPerception: number
  hasReading: number
}

const statements = perConnection((db) => ({
  read: db.prepare<[number], ProgressRow>(
    `SELECT status, reasoning, failure, triageReasons,
            EXISTS (SELECT 1 FROM StageResult r WHERE r.imageId = i.id AND r.stage = 'perception') AS hasPerception,
            EXISTS (SELECT 1 FROM StageResult r WHERE r.imageId = i.id AND r.stage = 'reasoning') AS hasReading
     FROM Image i WHERE id = ?`,
  ),
  update: db.prepare('UPDATE Image SET status = ?, reasoning = ?, failure = ? WHERE id = ?'),
  bump: db.prepare('UPDATE Image SET version = version + 1, updatedAt = ? WHERE id = ?'),
}))

/** Moves these images on by one moment, without an event; `touch` follows. Call inside a write. */
export function advanceImages(db: Database.Database, ids: readonly number[], moment: Moment): void {
  const { read, update } = statements(db)
  for (const id of ids) {
    const row = read.get(id)
    if (!row) continue
    const next = advance(
      {
        status: ImageStatus.parse(row.status),
        reasoning: ReasoningStatus.parse(row.reasoning),
        failure: row.failure,
      },
      moment,
      {
        hasPerception: row.hasPerception === 1,
        hasReading: row.hasReading === 1,
        wantsReading: row.triageReasons !== '',
      },
    )
    update.run(next.status, next.reasoning, next.failure, id)
  }
}

/** Counts a change and brings the search index in step; the event is the caller's. */
export function recordChange({ db, index, at }: Change, ids: readonly number[]): void {
  const { bump } = statements(db)
  for (const id of ids) bump.run(at, id)
  index.indexImages(db, ids)
}

/** Records a change and announces it: the last step of whatever changes images. */
export function touch(change: Change, ids: readonly number[]): void {
  recordChange(change, ids)
  announce(change.db, { type: 'image.changed', ids, at: change.at })
}

/** `advanceImages` and `touch` in one. */
export function moveOn(change: Change, ids: readonly number[], moment: Moment): void {
  advanceImages(change.db, ids, moment)
  touch(change, ids)
}
