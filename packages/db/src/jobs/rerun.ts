/** Reading images anew: one, a selection, a query's, or all that an older model made. */
import type { EngineName, OlderThan, RerunTarget, StageName } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import type { StoreContext } from '../context.ts'
import { advanceImages, touch } from '../images/changes.ts'
import { changeInChunks, resolveSelection } from '../images/selection.ts'
import { cancelJobs, enqueue, readingState } from './queue.ts'

/** A person who names this many waits before the screen; more is a batch. */
const MAX_INTERACTIVE = 20

export interface RerunOptions {
  stage: StageName
  engine?: EngineName | undefined
}

export async function rerun(
  context: StoreContext,
  what: RerunTarget,
  { stage, engine }: RerunOptions,
): Promise<number> {
  const ids = await targetIds(context, what, stage)
  const isInteractive = 'ids' in what && what.ids.length <= MAX_INTERACTIVE
  const changed = await changeInChunks(context, ids, (change, chunk) => {
    const { db, at } = change
    const due = stage === 'reasoning' ? perceived(db, chunk) : [...chunk]
    for (const imageId of due) {
      const state = stage === 'reasoning' ? readingState(db) : 'queued'
      // What stage 2 was to read is about to change; triage will ask again.
      if (stage === 'perception')
        cancelJobs(db, imageId, { at, detail: 'Being read anew.', errorCode: null, stage: 'reasoning' })
      enqueue(db, { imageId, stage, state, at, isInteractive, engine: engine ?? null })
      advanceImages(
        db,
        [imageId],
        stage === 'reasoning' ? { type: `reasoning.${state}` } : { type: 'perception.queued' },
      )
    }
    touch(change, due)
    return due
  })
  return changed.length
}

async function targetIds(context: StoreContext, what: RerunTarget, stage: StageName): Promise<number[]> {
  const { reader } = context.handle
  if ('olderThan' in what) return madeByOthers(reader, what.olderThan, stage)
  if ('everything' in what) return everything(reader, stage)
  return resolveSelection(context, what)
}

/** Of the finished results `r`, those that another model or engine made; the device does not matter. */
function madeByOthersSql(model: OlderThan): string {
  const isOther =
    'engine' in model
      ? 'r.engine <> @engine'
      : `NOT EXISTS (SELECT 1 FROM StageSource ss JOIN Source s ON s.id = ss.sourceId
         WHERE ss.imageId = r.imageId AND ss.stage = @stage
           AND s.modelId = @id AND s.revision = @revision AND s.dtype = @dtype)`
  return `FROM StageResult r JOIN Image i ON i.id = r.imageId
    WHERE r.stage = @stage AND i.deletedAt IS NULL AND ${isOther}`
}

function madeByOthers(db: Database.Database, model: OlderThan, stage: StageName): number[] {
  return db
    .prepare<[object], number>(`SELECT r.imageId ${madeByOthersSql(model)} ORDER BY r.imageId DESC`)
    .pluck()
    .all({ ...model, stage })
}

/** How many images `rerun({ olderThan })` would queue. */
export function countOlder(db: Database.Database, model: OlderThan, stage: StageName): number {
  const count = db
    .prepare<[object], number>(`SELECT count(*) ${madeByOthersSql(model)}`)
    .pluck()
    .get({ ...model, stage })
  return count ?? 0
}

/** For stage 2 only the images that have a reading or were to get one: triage spared the others. */
function everything(db: Database.Database, stage: StageName): number[] {
  return db
    .prepare<{ stage: string }, number>(
      `SELECT i.id FROM Image i WHERE i.deletedAt IS NULL AND (
         @stage = 'perception' OR i.triageReasons <> ''
         OR EXISTS (SELECT 1 FROM StageResult r WHERE r.imageId = i.id AND r.stage = 'reasoning'))
       ORDER BY i.id DESC`,
    )
    .pluck()
    .all({ stage })
}

/** Stage 2 reads what stage 1 saw, so it can only follow it. */
function perceived(db: Database.Database, ids: readonly number[]): number[] {
  return db
    .prepare<[string], number>(
      `SELECT imageId FROM StageResult
       WHERE stage = 'perception' AND imageId IN (SELECT value FROM json_each(?)) ORDER BY imageId DESC`,
    )
    .pluck()
    .all(JSON.stringify(ids))
}
