/** What the page of a keyframe shows of its video. */
import type { Annotation, VideoFrame, VideoInfo } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { readAnnotations } from '../annotations/rows.ts'
import { carrierOf } from './carrier.ts'

interface FrameRow {
  id: number
  atMs: number
  caption: string
  version: number
}

/** Null for a file that is no video. */
export function readVideoInfo(db: Database.Database, sha256: string): VideoInfo | null {
  const video = db
    .prepare<[string], { durationMs: number | null }>('SELECT durationMs FROM Video WHERE sha256 = ?')
    .get(sha256)
  if (!video) return null
  const { durationMs } = video
  return {
    durationSeconds: durationMs === null ? null : durationMs / 1000,
    frames: readFrames(db, sha256),
    reading: readSequence(db, sha256),
  }
}

function readFrames(db: Database.Database, sha256: string): VideoFrame[] {
  return db
    .prepare<[string], FrameRow>(
      `SELECT id, atMs, caption, version FROM Image
       WHERE sha256 = ? AND atMs IS NOT NULL AND deletedAt IS NULL ORDER BY page`,
    )
    .all(sha256)
    .map(({ atMs, ...frame }) => ({ ...frame, atSeconds: atMs / 1000 }))
}

function readSequence(db: Database.Database, sha256: string): VideoInfo['reading'] {
  const carrier = carrierOf(db, sha256)
  const made = carrier === undefined ? undefined : readAnnotations(db, carrier, 'video').find(isReading)
  return made?.body.type === 'reading' ? { text: made.body.text, source: made.source } : null
}

const isReading = ({ body }: Annotation) => body.type === 'reading'
