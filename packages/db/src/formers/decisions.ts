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
import { acceptFormer, dropFormer, putFormer, readFormer, readRejected, reopenFormer } from './rows.ts'

/** Writing a whole reading takes some milliseconds: fewer at once than other changes, so that nobody waits long. */
const PART = 100

/** The new reading stays; returns the ids it was decided for. */
export function accept(context: StoreContext, what: DecisionTarget): Promise<number[]> {
  return decide(context, what, ({ db, at }, id) => acceptFormer(db, id, at))
}

/** The former reading is in effect again, as it was; returns the ids it was decided for. */
export function takeBack(context: StoreContext, what: DecisionTarget): Promise<number[]> {
  return decide(context, what, (change, id) => {
    const former = readFormer(change.db, id)
    if (former) exchange(change, id, { reading: former, rejectedAt: change.at })
    return former !== null
  })
}

/** Takes decisions back while what they put aside is still there; returns the ids that have two readings again. */
export function undecide(context: StoreContext, ids: readonly number[]): Promise<number[]> {
  return decide(context, { ids: [...ids] }, (change, id) => {
    const rejected = readRejected(change.db, id)
    if (rejected) exchange(change, id, { reading: rejected, rejectedAt: null })
    return rejected !== null || reopenFormer(change.db, id)
  })
}

/** Deletes what decisions before this time put aside; returns how many. */
export function forgetDecided({ handle }: StoreContext, before: number): Promise<number> {
  return handle.write((db) => db.prepare('DELETE FROM FormerReading WHERE decidedAt < ?').run(before).changes)
}

/** Decides for each image outside the trash; `work` says whether there was anything to decide. */
async function decide(
  context: StoreContext,
  what: DecisionTarget,
  work: (change: Change, id: number) => boolean,
): Promise<number[]> {
  const ids = 'everything' in what ? undecided(context.handle.reader) : await resolveSelection(context, what)
  const decided: number[] = []
  for (let start = 0; start < ids.length; start += PART) {
    const part = ids.slice(start, start + PART)
    decided.push(
      ...(await changeInChunks(context, part, (change, chunk) => {
        const changed = chunk.filter((id) => work(change, id))
        touch(change, changed)
        return changed
      })),
    )
  }
  return decided
}

function undecided(db: Database.Database): number[] {
  return db
    .prepare<[], number>(
      'SELECT id FROM Image WHERE hasTwoReadings = 1 AND deletedAt IS NULL ORDER BY id DESC',
    )
    .pluck()
    .all()
}

/** Puts a kept reading in effect and keeps the one that was: undecided, or rejected. */
function exchange(
  change: Change,
  id: number,
  kept: { reading: StoredPerception; rejectedAt: number | null },
): void {
  const { db } = change
  const { reading, rejectedAt } = kept
  const present = readPerception(db, id)
  putInEffect(db, id, reading)
  if (present) putFormer(db, id, { reading: present, rejectedAt })
  else dropFormer(db, id)
  followTriage(change, id, reading.triage)
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
