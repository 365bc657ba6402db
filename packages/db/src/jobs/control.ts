/** What people and the worker do to the queue as a whole. */
import { EngineName, type Selection, StageName } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { z } from 'zod'
import type { StoreContext } from '../context.ts'
import { appendEvent } from '../events/rows.ts'
import { advanceImages, moveOn, touch } from '../images/changes.ts'
import { changeInChunks, resolveSelection } from '../images/selection.ts'
import { readSwitch, writeSwitch } from '../settings/switches.ts'
import { cancelJobs, enqueue, NO_REASONING_ENGINE, readingState } from './queue.ts'

/**
 * Returns how many images had work that was cancelled. Without a selection: what is queued and running, as the
 * progress shows it; readings that wait for an engine hold nobody up, and stay for the day there is one. With a stage:
 * the work on that one only, so that the deep reading of an image can be skipped.
 */
export async function cancel(
  context: StoreContext,
  selection?: Selection,
  stage?: StageName,
): Promise<number> {
  const ids = selection
    ? await resolveSelection(context, selection)
    : imagesWithJobs(context.handle.reader, "state IN ('queued', 'running')")
  const changed = await changeInChunks(context, ids, (change, chunk) => {
    const { db, at } = change
    const cancelled = chunk.filter((id) => {
      const end = {
        at,
        detail: 'Cancelled.',
        errorCode: null,
        isWaitingKept: selection === undefined,
        ...(stage ? { stage } : {}),
      }
      const stages = cancelJobs(db, id, end)
      for (const one of stages) advanceImages(db, [id], { type: `${one}.cancelled` })
      return stages.length > 0
    })
    touch(change, cancelled)
    return cancelled
  })
  return changed.length
}

const FailedJob = z.object({ stage: StageName, engine: EngineName.nullable() })

/** Returns how many jobs are tried again; images in the trash are left alone. */
export async function retryFailed(context: StoreContext): Promise<number> {
  const { handle } = context
  const ids = imagesWithJobs(handle.reader, "state = 'failed'")
  const failedJobs = `SELECT j.stage, j.engine FROM Job j JOIN Image i ON i.id = j.imageId
    WHERE j.imageId = ? AND j.state = 'failed' AND i.deletedAt IS NULL`
  const retried = await changeInChunks(context, ids, (change, chunk) => {
    const { db, at } = change
    const jobsOf = db.prepare<[number], unknown>(failedJobs)
    return chunk.flatMap((imageId) => {
      const jobs = jobsOf.all(imageId).map((row) => FailedJob.parse(row))
      for (const { stage, engine } of jobs) {
        const state = stage === 'reasoning' ? readingState(db) : 'queued'
        enqueue(db, { imageId, stage, state, at, engine })
        const moment =
          stage === 'reasoning'
            ? { type: `reasoning.${state}` as const }
            : { type: 'perception.queued' as const }
        moveOn(change, [imageId], moment)
      }
      return jobs
    })
  })
  return retried.length
}

export function setPaused({ handle }: StoreContext, paused: boolean): Promise<void> {
  return handle.write((db) => {
    if (writeSwitch(db, 'paused', paused)) appendEvent(db, { type: 'pipeline.changed' }, handle.now())
  })
}

/** Moves readings from `waiting` to the queue, or back; returns how many. Cheap when there is nothing to move. */
export async function setReasoningAvailable(context: StoreContext, available: boolean): Promise<number> {
  const { handle } = context
  const from = available ? 'waiting' : 'queued'
  const ids = imagesWithJobs(handle.reader, `state = '${from}' AND stage = 'reasoning'`)
  if (ids.length === 0 && readSwitch(handle.reader, 'reasoning-available') === available) return 0
  await handle.write((db) => {
    if (writeSwitch(db, 'reasoning-available', available))
      appendEvent(db, { type: 'pipeline.changed' }, handle.now())
  })
  const moved = await changeInChunks(context, ids, (change, chunk) => {
    const to = available ? 'queued' : 'waiting'
    const move = change.db.prepare(
      "UPDATE Job SET state = ?, detail = ? WHERE imageId = ? AND stage = 'reasoning' AND state = ?",
    )
    const detail = available ? null : NO_REASONING_ENGINE
    const changed = chunk.filter((id) => move.run(to, detail, id, from).changes === 1)
    moveOn(change, changed, { type: `reasoning.${to}` })
    return changed
  })
  return moved.length
}

/** Images, newest first, that have a job for which `condition` holds. */
function imagesWithJobs(db: Database.Database, condition: string): number[] {
  return db
    .prepare<[], number>(
      // `<> 'done'` is what the index over the few jobs that are not done asks for.
      `SELECT DISTINCT imageId FROM Job WHERE state <> 'done' AND ${condition} ORDER BY imageId DESC`,
    )
    .pluck()
    .all()
}
