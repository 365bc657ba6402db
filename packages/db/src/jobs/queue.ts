/** Putting work on the queue and taking it off: the writes that other stores need too. */
import type { EngineName, JobState, StageName } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { perConnection } from '../per-connection.ts'
import { readSwitch } from '../settings/switches.ts'

/** Work a person waits for goes first. */
export const INTERACTIVE_PRIORITY = 10
const MAX_ATTEMPTS = 5

/** Marks jobs that were cancelled because their image went to the trash, so that a restore revives them. */
export const TRASHED = 'trashed'

/** Why a reading waits, as people read it. */
export const NO_REASONING_ENGINE = 'No reasoning engine yet.'

export interface Enqueue {
  imageId: number
  stage: StageName
  state: Extract<JobState, 'queued' | 'waiting'>
  at: number
  isInteractive?: boolean
  /** The engine a person asked for; the best one there is when left out. */
  engine?: EngineName | null
}

const statements = perConnection((db) => ({
  put: db.prepare(
    `INSERT INTO Job (imageId, stage, state, priority, isInteractive, engine, maxAttempts, runAt, detail, createdAt)
     VALUES (@imageId, @stage, @state, @priority, @isInteractive, @engine, @maxAttempts, @at, @detail, @at)
     ON CONFLICT (imageId, stage) DO UPDATE SET
       state = excluded.state, priority = excluded.priority, isInteractive = excluded.isInteractive,
       engine = excluded.engine, attempts = 0, expiries = 0, maxAttempts = excluded.maxAttempts, runAt = excluded.runAt, leaseUntil = NULL,
       token = NULL, detail = excluded.detail, errorCode = NULL, createdAt = excluded.createdAt,
       finishedAt = NULL`,
  ),
  cancel: db
    .prepare<
      {
        imageId: number
        stage: string | null
        isWaitingKept: number
        at: number
        detail: string
        errorCode: string | null
      },
      StageName
    >(
      `UPDATE Job SET state = 'cancelled', detail = @detail, errorCode = @errorCode, finishedAt = @at,
              leaseUntil = NULL, token = NULL
       WHERE imageId = @imageId AND (@stage IS NULL OR stage = @stage)
         AND (state IN ('queued', 'running') OR (state = 'waiting' AND NOT @isWaitingKept))
       RETURNING stage`,
    )
    .pluck(),
}))

/**
 * Queues a stage anew. There is one job for each image and stage: an older one, running or not, is
 * superseded, and the token of whoever holds it proves nothing any more. Call inside a write.
 */
export function enqueue(db: Database.Database, work: Enqueue): void {
  const isInteractive = work.isInteractive ?? false
  statements(db).put.run({
    imageId: work.imageId,
    stage: work.stage,
    state: work.state,
    priority: isInteractive ? INTERACTIVE_PRIORITY : 0,
    isInteractive: isInteractive ? 1 : 0,
    engine: work.engine ?? null,
    maxAttempts: MAX_ATTEMPTS,
    detail: work.state === 'waiting' ? NO_REASONING_ENGINE : null,
    at: work.at,
  })
}

/** Where a new reading goes: to the queue, or to wait for an engine. */
export function readingState(db: Database.Database): 'queued' | 'waiting' {
  return readSwitch(db, 'reasoning-available') ? 'queued' : 'waiting'
}

/**
 * Ends live jobs of an image by hand; returns the stages that had one. `isWaitingKept` leaves alone what waits
 * for an engine. Call inside a write.
 */
export function cancelJobs(
  db: Database.Database,
  imageId: number,
  end: { at: number; detail: string; errorCode: string | null; stage?: StageName; isWaitingKept?: boolean },
): StageName[] {
  const { isWaitingKept = false, ...rest } = end
  return statements(db).cancel.all({ imageId, stage: null, isWaitingKept: isWaitingKept ? 1 : 0, ...rest })
}
