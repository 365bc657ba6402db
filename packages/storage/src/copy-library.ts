/** The parts of a library that a snapshot is made of, copied in an order that no change in between can spoil. */
import path from 'node:path'
import { AppError } from '@vitrine/contracts'
import { openDatabaseFile, snapshotDatabase } from '@vitrine/db/file'
import type { BackupFolder } from './backup-folder.ts'
import type { BackupOptions } from './backup-options.ts'
import { type CopiedBlobs, copyBlobs } from './copy-blobs.ts'
import { copyFile } from './copy-file.ts'
import { BLOBS, COMPANIONS, DATABASE } from './layout.ts'
import type { Manifest } from './manifest.ts'

/**
 * Most blobs, before the snapshot is taken: what is deleted from the library while they are copied is then no longer
 * named by it, and the snapshot's own pass has only the newest ones to bring.
 */
export async function copyEarly(
  place: BackupFolder,
  until: number,
  options: BackupOptions,
): Promise<CopiedBlobs> {
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

export async function copyCompanions(
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
export async function copyState(
  place: BackupFolder,
  made: string,
  options: BackupOptions,
): Promise<CopiedBlobs> {
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
