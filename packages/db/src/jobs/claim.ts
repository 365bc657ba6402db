/** Taking work off the queue under a lease. */
import { randomUUID } from 'node:crypto'
import { AppError, EngineName, type StageName } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { readPerception } from '../annotations/perception.ts'
import { type StoreContext, writeChange } from '../context.ts'
import type { ClaimedJob } from '../db.ts'
import { moveOn } from '../images/changes.ts'
import { perConnection } from '../per-connection.ts'
import { readSwitch } from '../settings/switches.ts'
import { reapExpired } from './reap.ts'

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
  engine: string | null
}

interface SourceRow {
  fileName: string
  sha256: string
  mediaType: string
}

export async function claimJobs(context: StoreContext, options: ClaimOptions): Promise<ClaimedJob[]> {
  const { handle } = context
  // An idle worker asks often; only when there is something to do does it take the write lock.
  if (!statements(handle.reader).hasWork.get({ stage: options.stage, now: handle.now() })) return []
  return writeChange(context, (change) => {
    const { db, at: now } = change
    reapExpired(change, handle.random)
    if (readSwitch(db, 'paused')) return []
    const token = randomUUID()
    const { stage, limit, leaseMs } = options
    const rows = statements(db).take.all({ stage, limit, now, leaseUntil: now + leaseMs, token })
    moveOn(
      change,
      rows.map((row) => row.imageId),
      { type: `${stage}.started` },
    )
    return rows.map((row) => toClaimedJob(db, row, { stage, token }))
  })
}

interface Claim {
  stage: string
  limit: number
  now: number
  leaseUntil: number
  token: string
}

const statements = perConnection((db) => ({
  hasWork: db
    .prepare<{ stage: string; now: number }, number>(
      `SELECT EXISTS (SELECT 1 FROM Job WHERE state = 'running' AND leaseUntil < @now)
           OR EXISTS (SELECT 1 FROM Job WHERE state = 'queued' AND stage = @stage AND runAt <= @now)`,
    )
    .pluck(),
  take: db.prepare<Claim, ClaimedRow>(
    `UPDATE Job SET state = 'running', attempts = attempts + 1, leaseUntil = @leaseUntil, token = @token
     WHERE id IN (SELECT id FROM Job WHERE state = 'queued' AND stage = @stage AND runAt <= @now
                  ORDER BY priority DESC, runAt, id LIMIT @limit)
     RETURNING id, imageId, attempts, maxAttempts, isInteractive, engine`,
  ),
  source: db.prepare<[number], SourceRow>(
    `SELECT i.fileName, coalesce(v.sha256, i.sha256) AS sha256, coalesce(v.mediaType, i.mediaType) AS mediaType
     FROM Image i LEFT JOIN Variant v ON v.imageId = i.id AND v.kind = 'raster' WHERE i.id = ?`,
  ),
}))

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
    engine: row.engine === null ? null : EngineName.parse(row.engine),
    fileName,
    source: { sha256, mediaType },
    perception: perceived?.result ?? null,
    triage: perceived?.triage ?? null,
  }
}

function sourceOf(db: Database.Database, imageId: number): SourceRow {
  const row = statements(db).source.get(imageId)
  if (row) return row
  throw new AppError('internal', `The database is damaged: image ${imageId} has a job but no record.`)
}
