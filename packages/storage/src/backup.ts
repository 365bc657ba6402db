/** A backup of a library into a folder, whether or not Vitrine runs on it. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@vitrine/contracts'
import { findDamage, type OpenAsker, openDatabaseFile, snapshotDatabase } from '@vitrine/db/file'
import {
  type BackupFolder,
  clearIncoming,
  prepareBackupFolder,
  publish,
  snapshotName,
} from './backup-folder.ts'
import { type CopiedBlobs, copyBlobs, sizeOf } from './copy-blobs.ts'
import { copyFile } from './copy-file.ts'
import { fromFileError } from './file-error.ts'
import { hashFile } from './hash-file.ts'
import { BLOBS, COMPANIONS, DATABASE } from './layout.ts'
import { withLock } from './lock.ts'
import { MANIFEST, Manifest } from './manifest.ts'
import { pruneBackups } from './prune.ts'
import { syncFolder } from './sync-folder.ts'
import type { WritableFile } from './writable-file.ts'

export interface BackupProgress {
  phase: 'blobs' | 'database' | 'verifying'
  /** From 0 to 1 within its phase. */
  share: number
}

export interface BackupOptions {
  /** Absolute. */
  dataDir: string
  /** The folder of backups; made where there is none. */
  folder: string
  /** Of the product. */
  version: string
  /** Read again every blob that the folder has already. */
  verify?: boolean | undefined
  /** Share the bytes of blobs with the library where both lie on one volume. */
  link?: boolean | undefined
  /** How many snapshots stay; all when left out. */
  keep?: number | undefined
  /** Who looks whether the snapshot's file is sound; this thread when left out. */
  openAsker?: OpenAsker | undefined
  /** Milliseconds since 1970. */
  now: () => number
  openForWriting?: ((file: string) => Promise<WritableFile>) | undefined
  onProgress?: ((progress: BackupProgress) => void) | undefined
  signal?: AbortSignal | undefined
}

export interface BackupReport {
  /** The snapshot's name. */
  snapshot: string
  /** Absolute. */
  folder: string
  manifest: Manifest
  copied: number
  copiedBytes: number
  /** Older snapshots that were removed. */
  removed: string[]
}

/**
 * Makes one snapshot. What is there from earlier ones, finished or interrupted, is not copied again.
 * @throws AppError; then no snapshot has appeared and the earlier ones are as they were
 */
export async function backup(options: BackupOptions): Promise<BackupReport> {
  try {
    // Before anything is written: a mistyped data folder must not leave an empty backup.
    openDatabaseFile(path.join(/*turbopackIgnore: true*/ options.dataDir, DATABASE)).close()
    const place = await prepareBackupFolder(options.folder, options.dataDir)
    return await withLock(place.lockFile, () => makeSnapshot(place, options))
  } catch (error) {
    throw fromFileError(error, {
      place: 'the backup',
      whenFull: 'Free some space there and make it again: what was copied need not be copied twice.',
    })
  }
}

async function makeSnapshot(place: BackupFolder, options: BackupOptions): Promise<BackupReport> {
  await clearIncoming(place)
  const createdAt = options.now()
  const name = snapshotName(createdAt)
  const made = path.join(/*turbopackIgnore: true*/ place.incoming, name)
  await mkdir(made)
  try {
    const early = await copyEarly(place, createdAt, options)
    const { manifest, late } = await fill(made, place, { ...options, createdAt })
    await publish(place, made, name)
    const removed = options.keep === undefined ? [] : await pruneBackups(place, options.keep)
    return {
      snapshot: name,
      folder: place.root,
      manifest,
      copied: early.copied + late.copied,
      copiedBytes: early.copiedBytes + late.copiedBytes,
      removed,
    }
  } finally {
    // Still there only if it failed: a full disk gets its room back.
    await rm(made, { recursive: true, force: true })
  }
}

/** Everything of a snapshot but most of its blobs. */
async function fill(
  made: string,
  place: BackupFolder,
  options: BackupOptions & { createdAt: number },
): Promise<{ manifest: Manifest; late: CopiedBlobs }> {
  // Before the database: what the ledger of the watched folder names must be in it.
  const files = await copyCompanions(place, made, options)
  const late = await copyState(place, made, options)
  const { version, createdAt } = options
  const { missing, corrupt } = late
  const manifest = await describe(made, { version, createdAt, files, missing, corrupt }, options)
  await writeFile(
    path.join(/*turbopackIgnore: true*/ made, MANIFEST),
    `${JSON.stringify(manifest, null, 2)}\n`,
    { flush: true },
  )
  return { manifest, late }
}

/**
 * Most blobs, before the snapshot is taken: what is deleted from the library while they are copied is then no longer
 * named by it, and the snapshot's own pass has only the newest ones to bring.
 */
async function copyEarly(place: BackupFolder, until: number, options: BackupOptions): Promise<CopiedBlobs> {
  const database = openDatabaseFile(path.join(/*turbopackIgnore: true*/ options.dataDir, DATABASE))
  try {
    const total = Math.max(1, database.blobTotals().bytes)
    let done = 0
    return await copyBlobs({
      ...blobsOf(place, options),
      database,
      until,
      verify: options.verify,
      onBlob: (sizeBytes) => {
        done += sizeBytes
        options.onProgress?.({ phase: 'blobs', share: Math.min(1, done / total) })
      },
    })
  } finally {
    database.close()
  }
}

function blobsOf(place: BackupFolder, { dataDir, link, openForWriting, signal }: BackupOptions) {
  const from = path.join(/*turbopackIgnore: true*/ dataDir, BLOBS)
  return { from, to: place.blobs, temporaryDir: place.incoming, link, openForWriting, signal }
}

async function copyCompanions(
  place: BackupFolder,
  made: string,
  options: BackupOptions,
): Promise<Manifest['files']> {
  const files: Manifest['files'] = []
  for (const name of COMPANIONS) {
    const outcome = await copyFile({
      from: path.join(/*turbopackIgnore: true*/ options.dataDir, name),
      to: path.join(/*turbopackIgnore: true*/ made, name),
      temporaryDir: place.incoming,
      openForWriting: options.openForWriting,
      signal: options.signal,
    })
    if (outcome.type === 'copied')
      files.push({ path: name, sha256: outcome.sha256, sizeBytes: outcome.sizeBytes })
    if (outcome.type === 'corrupt')
      throw new AppError('internal', `${name} in the data folder cannot be read.`, {
        suggestion: 'The disk may be failing: make a backup of everything else first.',
      })
  }
  return files
}

/** Images may be deleted for good between a snapshot and its last blob; then a newer snapshot is taken. */
const MOST_SNAPSHOTS = 5

/** The database as it is now, and what the early pass did not bring of its blobs. */
async function copyState(place: BackupFolder, made: string, options: BackupOptions): Promise<CopiedBlobs> {
  const to = path.join(/*turbopackIgnore: true*/ made, DATABASE)
  const from = path.join(/*turbopackIgnore: true*/ options.dataDir, DATABASE)
  for (let attempt = 1; ; attempt += 1) {
    await snapshotDatabase({
      from,
      to,
      onProgress: (share) => options.onProgress?.({ phase: 'database', share }),
      ...(options.signal ? { signal: options.signal } : {}),
    })
    const copied = await copyNamed(place, to, options)
    if (attempt === MOST_SNAPSHOTS || !someWentMeanwhile(from, copied.missing)) return copied
  }
}

async function copyNamed(place: BackupFolder, file: string, options: BackupOptions): Promise<CopiedBlobs> {
  const database = openDatabaseFile(file)
  try {
    return await copyBlobs({ ...blobsOf(place, options), database })
  } finally {
    database.close()
  }
}

function someWentMeanwhile(live: string, missing: readonly string[]): boolean {
  if (missing.length === 0) return false
  const database = openDatabaseFile(live)
  try {
    return missing.some((sha256) => !database.hasBlob(sha256))
  } finally {
    database.close()
  }
}

/** The manifest of what was made, after it was looked through. */
async function describe(
  made: string,
  known: Pick<Manifest, 'version' | 'createdAt' | 'files' | 'missing' | 'corrupt'>,
  { openAsker, onProgress, signal }: BackupOptions,
): Promise<Manifest> {
  onProgress?.({ phase: 'verifying', share: 0 })
  const file = path.join(/*turbopackIgnore: true*/ made, DATABASE)
  const damage = await findDamage(file, openAsker)
  if (damage)
    throw new AppError('internal', `The database is damaged: ${damage.examples[0] ?? damage.sentence}`, {
      suggestion: 'No backup was made of it. Restore the newest one into an empty folder, and compare.',
    })
  const sha256 = await hashFile(file, { signal })
  const database = openDatabaseFile(file)
  try {
    return Manifest.parse({
      format: 1,
      ...known,
      ...database.facts(),
      database: { sha256, sizeBytes: await sizeOf(file) },
      blobs: database.blobTotals(),
    })
  } finally {
    database.close()
    await syncFolder(made)
    onProgress?.({ phase: 'verifying', share: 1 })
  }
}
