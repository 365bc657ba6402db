/** A library brought back from a backup, into a folder that holds none. */
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@vitrine/contracts'
import { openDatabaseFile } from '@vitrine/db/file'
import { MigrationError, migrate } from '@vitrine/db/migrations'
import { backupFolder, listSnapshots } from './backup-folder.ts'
import { type CopiedBlobs, copyBlobs } from './copy-blobs.ts'
import { copyFile } from './copy-file.ts'
import { fromFileError } from './file-error.ts'
import { BLOBS, DATABASE } from './layout.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { refuseOccupied, refuseTooSmall, STAGE, settle } from './restore-place.ts'
import { refuseNewer } from './schema.ts'
import type { WritableFile } from './writable-file.ts'

export interface RestoreOptions {
  /** The folder of backups. */
  folder: string
  /** A snapshot's name; the newest when left out. */
  snapshot?: string | undefined
  /** The data folder to be. */
  dataDir: string
  openForWriting?: ((file: string) => Promise<WritableFile>) | undefined
  /** How much of the bytes is there, from 0 to 1. */
  onProgress?: ((share: number) => void) | undefined
  signal?: AbortSignal | undefined
}

export interface RestoreReport {
  snapshot: string
  /** Absolute. */
  dataDir: string
  manifest: Manifest
  /** Migrations that brought its database up to date. */
  applied: string[]
  /** Blobs that the backup does not have, or has with other bytes than they must be: everything else is there. */
  missing: string[]
  corrupt: string[]
}

/**
 * Copies a snapshot with every blob it names, each checked by its hash, brings the database up to date and only then
 * puts it into its place. Interrupted, it goes on where it was.
 * @throws AppError; then there is no library in the data folder, as before
 */
export async function restore(options: RestoreOptions): Promise<RestoreReport> {
  const dataDir = path.resolve(options.dataDir)
  const { snapshot, snapshotDir, manifest, blobs } = await choose(options)
  refuseNewer(manifest.schema, `This backup was made by a newer Vitrine (${manifest.version})`)
  try {
    await refuseOccupied(dataDir)
    const stage = path.join(dataDir, STAGE)
    await mkdir(path.join(stage, 'tmp'), { recursive: true })
    await refuseTooSmall(dataDir, manifest)
    await stageFiles({ snapshotDir, manifest, stage }, options)
    const copied = await stageBlobs({ blobs, manifest, stage }, options)
    const applied = bringUpToDate(path.join(stage, DATABASE), manifest)
    await settle(stage, dataDir, manifest)
    return { snapshot, dataDir, manifest, applied, missing: copied.missing, corrupt: copied.corrupt }
  } catch (error) {
    throw fromFileError(error, {
      place: 'the data folder',
      whenFull: 'Free some space and restore again: it goes on where it was.',
    })
  }
}

async function choose({ folder, snapshot }: RestoreOptions) {
  const backup = backupFolder(folder)
  const names = await listSnapshots(backup)
  const name = snapshot ?? names.at(-1)
  if (name === undefined)
    throw new AppError('not-found', `There is no finished backup in ${backup.root}.`, {
      suggestion: 'Name the folder that was given to `vitrine backup`.',
    })
  if (!names.includes(name))
    throw new AppError('not-found', `There is no snapshot ${name} in ${backup.root}.`, {
      suggestion:
        names.length > 0 ? `There are: ${names.join(', ')}.` : 'It holds no finished backup at all.',
    })
  const snapshotDir = path.join(backup.snapshots, name)
  return { snapshot: name, snapshotDir, manifest: await readManifest(snapshotDir), blobs: backup.blobs }
}

/** The database and what lies beside it. */
async function stageFiles(
  { snapshotDir, manifest, stage }: { snapshotDir: string; manifest: Manifest; stage: string },
  { openForWriting, signal }: RestoreOptions,
): Promise<void> {
  // A database that was staged before may have been brought up to date in part.
  for (const suffix of ['', '-wal', '-shm'])
    await rm(path.join(stage, `${DATABASE}${suffix}`), { force: true })
  for (const file of [{ path: DATABASE, ...manifest.database }, ...manifest.files]) {
    const outcome = await copyFile({
      from: path.join(snapshotDir, file.path),
      to: path.join(stage, file.path),
      temporaryDir: path.join(stage, 'tmp'),
      sha256: file.sha256,
      openForWriting,
      signal,
    })
    if (outcome.type !== 'copied')
      throw new AppError('internal', `${file.path} in this backup is ${outcome.type}.`, {
        suggestion: 'Choose another snapshot of it: --snapshot <name>.',
      })
  }
}

async function stageBlobs(
  { blobs, manifest, stage }: { blobs: string; manifest: Manifest; stage: string },
  { openForWriting, onProgress, signal }: RestoreOptions,
): Promise<CopiedBlobs> {
  const database = openDatabaseFile(path.join(stage, DATABASE))
  let done = 0
  try {
    await takeBackBlobs(stage)
    return await copyBlobs({
      database,
      from: blobs,
      to: path.join(stage, BLOBS),
      temporaryDir: path.join(stage, 'tmp'),
      verify: true,
      openForWriting,
      signal,
      onBlob: (sizeBytes) => {
        done += sizeBytes
        onProgress?.(Math.min(1, done / Math.max(1, manifest.blobs.bytes)))
      },
    })
  } finally {
    database.close()
  }
}

/** Blobs that an interrupted restore had put into their place already. */
async function takeBackBlobs(stage: string): Promise<void> {
  const placed = path.join(path.dirname(stage), BLOBS)
  const staged = path.join(stage, BLOBS)
  if (existsSync(staged) || !existsSync(placed)) return
  await rename(placed, staged)
}

/** Compares the database with what was written down of it, then migrates it. */
function bringUpToDate(file: string, manifest: Manifest): string[] {
  const database = openDatabaseFile(file)
  try {
    const { rows } = database.facts()
    const wrong = Object.keys(manifest.rows).filter((table) => rows[table] !== manifest.rows[table])
    if (wrong.length > 0)
      throw new AppError(
        'internal',
        `The restored database has other rows than were backed up: ${wrong.join(', ')}.`,
      )
  } finally {
    database.close()
  }
  try {
    return migrate({ file })
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error
    throw new AppError('conflict', error.message, { cause: error, suggestion: error.suggestion })
  }
}
