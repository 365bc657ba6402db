/** A person's decision between two readings, and the way back from it. */
import type { DecisionTarget, TriageDecision } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { readPerception, type StoredPerception } from '../annotations/perception.ts'
import type { Change, StoreContext } from '../context.ts'
import { advanceImages, touch } from '../images/changes.ts'
import { putInEffect } from '../images/perceived.ts'
import { changeInChunks, resolveSelection } from '../images/selection.ts'
import { cancelJobs, enqueue, readingState } from '../jobs/queue.ts'
import { perConnection } from '../per-connection.ts'
import { type Decision, dropFormer, putFormer, readDecided, readFormer } from './rows.ts'

/** The new reading stays; returns the ids it was decided for. */
export function accept(context: StoreContext, what: DecisionTarget): Promise<number[]> {
  return decide(context, what, ({ db, at }, id, former) =>
    putFormer(db, id, { reading: former, decided: { as: 'accepted', at } }),
  )
}

/** The former reading is in effect again, as it was; returns the ids it was decided for. */
export function takeBack(context: StoreContext, what: DecisionTarget): Promise<number[]> {
  return decide(context, what, (change, id, former) => {
    exchange(change, id, { reading: former, as: 'taken-back' })
  })
}

/** Takes decisions back while what they put aside is still there; returns the ids that have two readings again. */
export async function undecide(context: StoreContext, ids: readonly number[]): Promise<number[]> {
  const found = await resolveSelection(context, { ids: [...ids] })
  return changeInChunks(context, found, (change, chunk) => {
    const undone = chunk.filter((id) => {
      const decided = readDecided(change.db, id)
      if (!decided) return false
      if (decided.decision === 'accepted') putFormer(change.db, id, { reading: decided.reading })
      else exchange(change, id, { reading: decided.reading })
      return true
    })
    touch(change, undone)
    return undone
  })
}

/** Deletes what decisions before this time put aside; returns how many. */
export function forgetDecided({ handle }: StoreContext, before: number): Promise<number> {
  return handle.write((db) => db.prepare('DELETE FROM FormerReading WHERE decidedAt < ?').run(before).changes)
}

async function decide(
  context: StoreContext,
  what: DecisionTarget,
  work: (change: Change, id: number, former: StoredPerception) => void,
): Promise<number[]> {
  const ids = 'everything' in what ? undecided(context.handle.reader) : await resolveSelection(context, what)
  return changeInChunks(context, ids, (change, chunk) => {
    const decided = chunk.filter((id) => {
      const former = readFormer(change.db, id)
      if (former) work(change, id, former)
      return former !== null
    })
    touch(change, decided)
    return decided
  })
}

function undecided(db: Database.Database): number[] {
  return db
    .prepare<[], number>(
      'SELECT id FROM Image WHERE hasTwoReadings = 1 AND deletedAt IS NULL ORDER BY id DESC',
    )
    .pluck()
    .all()
}

/** Puts a kept reading in effect and keeps the one that was, undecided or put aside. */
function exchange(change: Change, id: number, kept: { reading: StoredPerception; as?: Decision }): void {
  const { db, at } = change
  const present = readPerception(db, id)
  putInEffect(db, id, kept.reading)
  if (present) putFormer(db, id, { reading: present, ...(kept.as ? { decided: { as: kept.as, at } } : {}) })
  else dropFormer(db, id)
  followTriage(change, id, kept.reading.triage)
}

interface ReadingRow {
  isSettled: number
  hasReading: number
  hasJob: number
}

const readingStatement = perConnection((db) =>
  db.prepare<[number], ReadingRow>(
    `SELECT i.status IN ('ready', 'reasoning') AS isSettled,
            EXISTS (SELECT 1 FROM StageResult r WHERE r.imageId = i.id AND r.stage = 'reasoning') AS hasReading,
            EXISTS (SELECT 1 FROM Job j WHERE j.imageId = i.id AND j.stage = 'reasoning'
                    AND j.state IN ('queued', 'waiting', 'running')) AS hasJob
     FROM Image i WHERE i.id = ?`,
  ),
)

/**
 * Stage 2 as this triage wants it. What it has read stays; what it is to read has just changed, so work in hand
 * begins anew. Where stage 1 is under way, triage will decide again, and nothing is done here.
 */
function followTriage({ db, at }: Change, imageId: number, triage: TriageDecision): void {
  const row = readingStatement(db).get(imageId)
  if (row?.isSettled !== 1) return
  const isDue = triage.needsReasoning && (row.hasJob === 1 || row.hasReading === 0)
  const next = isDue ? readingState(db) : 'not-needed'
  if (next === 'not-needed')
    cancelJobs(db, imageId, { at, detail: 'Not needed any more.', errorCode: null, stage: 'reasoning' })
  else enqueue(db, { imageId, stage: 'reasoning', state: next, at })
  advanceImages(db, [imageId], { type: 'perception.committed', next })
}
