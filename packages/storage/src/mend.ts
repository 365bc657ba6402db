/** What can be done about a check's findings: bytes put back from a backup, and files that nobody names removed. */
import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { AppError, type LibraryCheck } from '@vitrine/contracts'
import { type DatabaseFile, openDatabaseFile } from '@vitrine/db/file'
import { backupFolder, listSnapshots } from './backup-folder.ts'
import { blobsUnderWay } from './check.ts'
import { copyFile } from './copy-file.ts'
import { fromFileError, isMissing } from './file-error.ts'
import { BLOBS, blobPath, DATABASE, TEMPORARY } from './layout.ts'

/**
 * Puts missing and damaged blobs back from a folder of backups, whichever of its snapshots has them. Returns those
 * that were put back.
 * @throws AppError `not-found` where there is no backup
 */
export async function putBack(
  found: Pick<LibraryCheck, 'missing' | 'corrupt'>,
  { dataDir, backup }: { dataDir: string; backup: string },
): Promise<string[]> {
  const place = backupFolder(backup)
  if ((await listSnapshots(place)).length === 0)
    throw new AppError('not-found', `There is no finished backup in ${place.root}.`, {
      suggestion: 'Name the folder that was given to `vitrine backup`.',
    })
  const temporaryDir = path.join(/*turbopackIgnore: true*/ dataDir, TEMPORARY)
  const done: string[] = []
  try {
    await mkdir(temporaryDir, { recursive: true })
    for (const sha256 of [...found.missing, ...found.corrupt]) {
      const to = blobPath(path.join(/*turbopackIgnore: true*/ dataDir, BLOBS), sha256)
      const outcome = await copyFile({ from: blobPath(place.blobs, sha256), to, temporaryDir, sha256 })
      if (outcome.type === 'copied') done.push(sha256)
    }
    return done
  } catch (error) {
    throw fromFileError(error)
  }
}

/**
 * Removes orphans that a check has found, but for young ones. Returns those that went.
 *
 * An upload of the same bytes may find such a file and rely on it. So it is first moved aside, then the database is
 * asked again: a row that was written before the move is seen here, and an upload that writes its row after it sees
 * that the file is gone, and puts its own in its place (`server/storage/blob-store.ts` of the web app).
 */
export async function removeOrphans(
  found: Pick<LibraryCheck, 'orphans'>,
  dataDir: string,
): Promise<string[]> {
  const underWay = await blobsUnderWay(dataDir)
  const database = openDatabaseFile(path.join(/*turbopackIgnore: true*/ dataDir, DATABASE))
  const removed: string[] = []
  try {
    await mkdir(path.join(/*turbopackIgnore: true*/ dataDir, TEMPORARY), { recursive: true })
    for (const { sha256, isYoung } of found.orphans) {
      if (isYoung || underWay.has(sha256) || database.hasBlob(sha256)) continue
      if (await removeUnlessNamed(database, sha256, dataDir)) removed.push(sha256)
    }
    return removed
  } catch (error) {
    throw fromFileError(error)
  } finally {
    database.close()
  }
}

async function removeUnlessNamed(database: DatabaseFile, sha256: string, dataDir: string): Promise<boolean> {
  const place = blobPath(path.join(/*turbopackIgnore: true*/ dataDir, BLOBS), sha256)
  const aside = path.join(/*turbopackIgnore: true*/ dataDir, TEMPORARY, randomUUID())
  try {
    await rename(place, aside)
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
  if (database.hasBlob(sha256)) {
    await rename(aside, place)
    return false
  }
  await rm(aside)
  return true
}
