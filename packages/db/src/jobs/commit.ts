/** The end of a stage that went well: one transaction, or nothing. */
import type { PerceptionResult, ReasoningResult, TriageDecision } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { toStored } from '../annotations/embedding.ts'
import { replaceReading } from '../annotations/reading.ts'
import { type StoreContext, writeChange } from '../context.ts'
import type { ClaimedJob } from '../db.ts'
import { keepFormer } from '../formers/keep.ts'
import { moveOn } from '../images/changes.ts'
import { putInEffect } from '../images/perceived.ts'
import { perConnection } from '../per-connection.ts'
import { cancelJobs, enqueue } from './queue.ts'

export interface PerceptionOutcome {
  result: PerceptionResult
  triage: TriageDecision
  hasReasoningEngine: boolean
}

const statements = perConnection((db) => ({
  finish: db.prepare(
    `UPDATE Job SET state = 'done', leaseUntil = NULL, token = NULL, detail = NULL, errorCode = NULL, finishedAt = ?
     WHERE id = ? AND token = ? AND state = 'running'`,
  ),
}))

/**
 * Stage 1 is done: what it saw replaces what it saw before, and triage's wish is queued. Where other models had
 * read the image before, their reading is kept beside the new one until a person decides.
 */
export function commitPerception(
  context: StoreContext,
  job: ClaimedJob,
  outcome: PerceptionOutcome,
): Promise<'committed' | 'stale'> {
  return writeChange(context, (change) => {
    const { db, at } = change
    if (!finish(db, job, at)) return 'stale'
    const { imageId } = job
    const { result, triage } = outcome
    keepFormer(db, imageId, result)
    putInEffect(db, imageId, { result, triage, embedding: toStored(result.embedding), at })
    const next = queueReading(db, job, { ...outcome, at })
    moveOn(change, [imageId], { type: 'perception.committed', next })
    return 'committed'
  })
}

function queueReading(
  db: Database.Database,
  { imageId, interactive }: ClaimedJob,
  outcome: PerceptionOutcome & { at: number },
): 'not-needed' | 'queued' | 'waiting' {
  const { at, triage, hasReasoningEngine } = outcome
  if (!triage.needsReasoning) {
    cancelJobs(db, imageId, { at, detail: 'Not needed any more.', errorCode: null, stage: 'reasoning' })
    return 'not-needed'
  }
  const state = hasReasoningEngine ? 'queued' : 'waiting'
  enqueue(db, { imageId, stage: 'reasoning', state, at, isInteractive: interactive })
  return state
}

/** Stage 2 is done. */
export function commitReasoning(
  context: StoreContext,
  job: ClaimedJob,
  result: ReasoningResult,
): Promise<'committed' | 'stale'> {
  return writeChange(context, (change) => {
    const { db, at } = change
    if (!finish(db, job, at)) return 'stale'
    replaceReading(db, job.imageId, { result, at })
    moveOn(change, [job.imageId], { type: 'reasoning.committed' })
    return 'committed'
  })
}

/** Marks the job done if its token still proves a claim: not superseded, cancelled, trashed, reaped or gone. */
function finish(db: Database.Database, job: ClaimedJob, at: number): boolean {
  return statements(db).finish.run(at, job.id, job.token).changes === 1
}
