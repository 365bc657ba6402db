/** Taking work off the queue under a lease. */
import { randomUUID } from 'node:crypto'
import { StageName } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { readPerception } from '../annotations/perception.ts'
import { type Change, type StoreContext, writeChange } from '../context.ts'
import type { ClaimedJob } from '../db.ts'
import { moveOn } from '../images/changes.ts'
import { readSwitch } from '../settings/switches.ts'
import { decideRetry } from './retry.ts'

export interface ClaimOptions {
  stage: StageName
  limit: number
  leaseMs: number
}

interface ClaimedRow {
  id: number
  imageId: number
  attempts: number
  maxAttempts: number
  isInteractive: number
}

interface ExpiredRow {
  id: number
  imageId: number
  stage: string
  attempts: number
  maxAttempts: number
}

interface SourceRow {
  fileName: string
  sha256: string
  mediaType: string
}

export async function claimJobs(context: StoreContext, options: ClaimOptions): Promise<ClaimedJob[]> {
  const { handle } = context
  // An idle worker asks often; only when there is something to do does it take the write lock.
  if (!hasWork(handle.reader, options.stage, handle.now())) return []
  return writeChange(context, (change) => {
    const { db, at: now } = change
    reap(change, () => handle.random())
    if (readSwitch(db, 'paused')) return []
    const token = randomUUID()
    const rows = take(db, options, { now, token })
    moveOn(
      change,
      rows.map((row) => row.imageId),
      { type: `${options.stage}.started` },
    )
    return rows.map((row) => toClaimedJob(db, row, { stage: options.stage, token }))
  })
}

function hasWork(db: Database.Database, stage: StageName, now: number): boolean {
  return (
    db
      .prepare<{ stage: string; now: number }, number>(
        `SELECT EXISTS (SELECT 1 FROM Job WHERE state = 'running' AND leaseUntil < @now)
             OR EXISTS (SELECT 1 FROM Job WHERE state = 'queued' AND stage = @stage AND runAt <= @now)`,
      )
      .pluck()
      .get({ stage, now }) === 1
  )
}

function take(
  db: Database.Database,
  { stage, limit, leaseMs }: ClaimOptions,
  claim: { now: number; token: string },
): ClaimedRow[] {
  return db
    .prepare<{ stage: string; limit: number; now: number; leaseUntil: number; token: string }, ClaimedRow>(
      `UPDATE Job SET state = 'running', attempts = attempts + 1, leaseUntil = @leaseUntil, token = @token
       WHERE id IN (SELECT id FROM Job WHERE state = 'queued' AND stage = @stage AND runAt <= @now
                    ORDER BY priority DESC, runAt, id LIMIT @limit)
       RETURNING id, imageId, attempts, maxAttempts, isInteractive`,
    )
    .all({ stage, limit, leaseUntil: claim.now + leaseMs, ...claim })
}

function toClaimedJob(
  db: Database.Database,
  row: ClaimedRow,
  claim: { stage: StageName; token: string },
): ClaimedJob {
  const perceived = claim.stage === 'reasoning' ? readPerception(db, row.imageId) : null
  const { fileName, sha256, mediaType } = sourceOf(db, row.imageId)
  return {
    id: row.id,
    imageId: row.imageId,
    ...claim,
    attempts: row.attempts,
    maxAttempts: row.maxAttempts,
    interactive: row.isInteractive === 1,
    fileName,
    source: { sha256, mediaType },
    perception: perceived?.result ?? null,
    triage: perceived?.triage ?? null,
  }
}

function sourceOf(db: Database.Database, imageId: number): SourceRow {
  const row = db
    .prepare<[number], SourceRow>(
      `SELECT i.fileName, coalesce(v.sha256, i.sha256) AS sha256, coalesce(v.mediaType, i.mediaType) AS mediaType
       FROM Image i LEFT JOIN Variant v ON v.imageId = i.id AND v.kind = 'raster' WHERE i.id = ?`,
    )
    .get(imageId)
  // The foreign key makes this impossible; a job without its image would be a broken file.
  if (!row) throw new Error(`Job of image ${imageId}, which is not there.`)
  return row
}

/**
 * Jobs whose holder let the lease run out go back to the queue with a delay: what killed a worker once may
 * do so again. After the last attempt they have failed.
 */
function reap(change: Change, random: () => number): void {
  const { db, at: now } = change
  const expired = db
    .prepare<[number], ExpiredRow>(
      "SELECT id, imageId, stage, attempts, maxAttempts FROM Job WHERE state = 'running' AND leaseUntil < ?",
    )
    .all(now)
  for (const job of expired) {
    const stage = StageName.parse(job.stage)
    // The first expiry is most likely a restart of the whole product: no reason to wait.
    const decision = decideRetry(job, { retryable: true, now, random: random() })
    const at = decision.type === 'retry' && job.attempts > 1 ? decision.at : now
    const reason = 'Stopped in the middle, several times.'
    const failed = decision.type === 'give-up'
    db.prepare(
      `UPDATE Job SET state = ?, runAt = ?, leaseUntil = NULL, token = NULL, detail = ?, errorCode = ?, finishedAt = ?
       WHERE id = ?`,
    ).run(
      failed ? 'failed' : 'queued',
      at,
      failed ? reason : 'Stopped in the middle.',
      failed ? 'lease-expired' : null,
      failed ? now : null,
      job.id,
    )
    moveOn(
      change,
      [job.imageId],
      failed ? { type: `${stage}.failed`, reason } : { type: `${stage}.postponed` },
    )
  }
}
