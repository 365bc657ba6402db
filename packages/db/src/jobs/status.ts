/** Where the images are, and how fast the work goes. */
import type { PipelineStatus } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { readSwitch } from '../settings/switches.ts'

/** The pace is that of the last minute. */
const PACE_WINDOW_MS = 60_000

interface CountRow {
  name: string
  count: number
}

/** Images through stage 1 a second, over the part of the window in which something ran; null when nothing did. */
export function paceOf(finished: { count: number; first: number | null }, now: number): number | null {
  if (finished.count === 0 || finished.first === null) return null
  // One image says nothing of the time it took, so at least a second is assumed.
  const seconds = Math.max(1, (now - finished.first) / 1000)
  return finished.count / seconds
}

export function readStatus(db: Database.Database, now: number): Omit<PipelineStatus, 'problem'> {
  const byStatus = counts(
    db,
    // The planner cannot know that hardly any image is not ready.
    `SELECT status AS name, count(*) AS count FROM Image INDEXED BY Image_status_deletedAt_idx
     WHERE status <> 'ready' AND deletedAt IS NULL GROUP BY status`,
  )
  const waiting = counts(
    db,
    `SELECT reasoning AS name, count(*) AS count FROM Image INDEXED BY Image_reasoning_deletedAt_idx
     WHERE reasoning IN ('waiting', 'queued', 'running') AND reasoning = 'waiting' AND deletedAt IS NULL`,
  )
  const images = db.prepare<[], number>('SELECT count(*) FROM Image WHERE deletedAt IS NULL').pluck().get()
  const finished = db
    .prepare<[number], { count: number; first: number | null }>(
      `SELECT count(*) AS count, min(finishedAt) AS first FROM Job
       WHERE state = 'done' AND stage = 'perception' AND finishedAt > ?`,
    )
    .get(now - PACE_WINDOW_MS) ?? { count: 0, first: null }
  const of = (name: string) => byStatus.get(name) ?? 0
  const notReady = [...byStatus.values()].reduce((sum, count) => sum + count, 0)
  const imagesPerSecond = paceOf(finished, now)
  const left = of('queued') + of('perceiving')
  return {
    paused: readSwitch(db, 'paused'),
    queued: of('queued'),
    perceiving: of('perceiving'),
    reasoning: of('reasoning'),
    waitingForReasoning: waiting.get('waiting') ?? 0,
    ready: Math.max(0, (images ?? 0) - notReady),
    failed: of('failed'),
    cancelled: of('cancelled'),
    imagesPerSecond,
    secondsLeft: imagesPerSecond === null || left === 0 ? null : left / imagesPerSecond,
  }
}

function counts(db: Database.Database, sql: string): Map<string, number> {
  return new Map(
    db
      .prepare<[], CountRow>(sql)
      .all()
      .map(({ name, count }) => [name, count]),
  )
}
