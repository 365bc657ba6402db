/** The rooms of ingest for tests: a real database, a real blob store, a folder that goes away. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { AppError, type IngestItem } from '@vitrine/contracts'
import type { Db } from '@vitrine/db'
import { createTestDb } from '@vitrine/db/testing'
import { onTestFinished } from 'vitest'
import { createLog, type Log } from '../../log.ts'
import { type BlobStore, type BlobStoreOptions, createBlobStore } from '../../storage/blob-store.ts'
import { createIngest, type Ingest, type IngestOptions } from '../ingest.ts'
import { type IngestLimits, ingestLimits } from '../limits.ts'

export interface TestRooms {
  db: Db
  blobs: BlobStore
  ingest: Ingest
  dataDir: string
  log: Log
  logged: string[]
}

export interface TestRoomsOptions {
  limits?: Partial<IngestLimits>
  openForWriting?: BlobStoreOptions['openForWriting']
  openVideo?: IngestOptions['openVideo']
}

/** 1 June 2026, the day it is in these tests. */
export const TODAY = Date.UTC(2026, 5, 1)

/** Rooms for one test; they are cleared when it ends. */
export async function openTestRooms(options: TestRoomsOptions = {}): Promise<TestRooms> {
  const { db, dispose } = createTestDb({ now: () => TODAY })
  const dataDir = await makeFolder()
  const { openForWriting, openVideo } = options
  const blobs = await createBlobStore({ dataDir, ...(openForWriting ? { openForWriting } : {}) })
  const logged: string[] = []
  const log = createLog({ level: 'info', format: 'json', write: (line) => logged.push(line) })
  const limits = { ...ingestLimits({ maxUploadBytes: 64e6, maxPixels: 50e6 }), ...options.limits }
  const ingest = createIngest({
    db,
    blobs,
    limits,
    now: () => TODAY,
    log,
    ...(openVideo ? { openVideo } : {}),
  })
  onTestFinished(dispose)
  return { db, blobs, ingest, dataDir, log, logged }
}

/** A folder that is gone after the test. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'vitrine-ingest-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The one item of an answer that must have one. */
export function only(items: readonly IngestItem[]): IngestItem {
  const [item, ...others] = items
  if (!item || others.length > 0) throw new Error(`Expected one item, got ${JSON.stringify(items)}`)
  return item
}

/** The id of an item that must be an image. */
export function idOf(item: IngestItem): number {
  if (item.outcome === 'rejected') throw new AppError('internal', item.reason)
  return item.id
}

/** Every file below a folder, by its path in it. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort()
}
