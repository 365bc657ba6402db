/** Into the trash and back. An image in the trash is not searchable and nothing works on it. */
import { EngineName, StageName } from '@vitrine/contracts'
import { z } from 'zod'
import type { Change } from '../context.ts'
import { announce } from '../events/rows.ts'
import { cancelJobs, enqueue, readingState, TRASHED } from '../jobs/queue.ts'
import { moveReadings } from '../videos/carrier.ts'
import { advanceImages, recordChange } from './changes.ts'

/** Of these ids, those that were not in the trash and now are. */
export function trashImages(change: Change, ids: readonly number[]): number[] {
  const { db, at } = change
  const mark = db.prepare('UPDATE Image SET deletedAt = ? WHERE id = ? AND deletedAt IS NULL')
  const trashed = ids.filter((id) => mark.run(at, id).changes === 1)
  for (const id of trashed) {
    for (const stage of cancelJobs(db, id, { at, detail: 'In the trash.', errorCode: TRASHED }))
      advanceImages(db, [id], { type: `${stage}.cancelled` })
  }
  moveReadings(change, trashed)
  recordChange(change, trashed)
  announce(db, { type: 'image.deleted', ids: trashed, at })
  return trashed
}

const Interrupted = z.object({ stage: StageName, engine: EngineName.nullable() })

/** Of these ids, those that came back; work that the trash interrupted is queued again. */
export function restoreImages(change: Change, ids: readonly number[]): number[] {
  const { db, at } = change
  const unmark = db.prepare('UPDATE Image SET deletedAt = NULL WHERE id = ? AND deletedAt IS NOT NULL')
  const restored = ids.filter((id) => unmark.run(id).changes === 1)
  const interrupted = db.prepare<[number, string], unknown>(
    "SELECT stage, engine FROM Job WHERE imageId = ? AND state = 'cancelled' AND errorCode = ?",
  )
  for (const imageId of restored) {
    const jobs = interrupted.all(imageId, TRASHED).map((row) => Interrupted.parse(row))
    const perception = jobs.find(({ stage }) => stage === 'perception')
    if (perception) {
      enqueue(db, { imageId, stage: 'perception', state: 'queued', at, engine: perception.engine })
      advanceImages(db, [imageId], { type: 'perception.queued' })
    } else if (jobs.length > 0) {
      const state = readingState(db)
      enqueue(db, { imageId, stage: 'reasoning', state, at })
      advanceImages(db, [imageId], { type: `reasoning.${state}` })
    }
  }
  moveReadings(change, restored)
  recordChange(change, restored)
  announce(db, { type: 'image.restored', ids: restored, at })
  return restored
}
