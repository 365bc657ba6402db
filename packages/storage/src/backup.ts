/** A backup of a library into a folder, whether or not Vitrine runs on it. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@vitrine/contracts'
import { findDamage, openDatabaseFile } from '@vitrine/db/file'
import {
  type BackupFolder,
  clearIncoming,
  prepareBackupFolder,
  publish,
  snapshotName,
} from './backup-folder.ts'
import type { BackupOptions } from './backup-options.ts'
import { type CopiedBlobs, sizeOf } from './copy-blobs.ts'
import { copyCompanions, copyEarly, copyState } from './copy-library.ts'
import { fromFileError } from './file-error.ts'
import { hashFile } from './hash-file.ts'
import { DATABASE } from './layout.ts'
import { withLock } from './lock.ts'
import { MANIFEST, Manifest } from './manifest.ts'
import { pruneBackups } from './prune.ts'
import { syncFolder } from './sync-folder.ts'

export type { BackupOptions, BackupProgress } from './backup-options.ts'

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
