/** Old snapshots of a backup removed, and the blobs that only they named. */
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { type DatabaseFile, openDatabaseFile } from '@vitrine/db/file'
import { type BackupFolder, listSnapshots } from './backup-folder.ts'
import { DATABASE } from './layout.ts'
import { walkBlobs } from './walk-blobs.ts'

/**
 * Leaves the newest `keep` snapshots (at least one) and what they name; returns the names of those that went. Call
 * with the lock held. Cut off in the middle, it leaves blobs that nobody names, and the next time takes them away.
 */
export async function pruneBackups(backup: BackupFolder, keep: number): Promise<string[]> {
  const all = await listSnapshots(backup)
  const gone = all.slice(0, Math.max(0, all.length - Math.max(1, keep)))
  for (const name of gone) {
    // Under its own name a half-deleted snapshot would look whole.
    const aside = path.join(/*turbopackIgnore: true*/ backup.incoming, `removed-${name}`)
    await rename(path.join(/*turbopackIgnore: true*/ backup.snapshots, name), aside)
    await rm(aside, { recursive: true, force: true })
  }
  await removeUnnamed(backup, all.slice(gone.length))
  return gone
}

async function removeUnnamed(backup: BackupFolder, names: readonly string[]): Promise<void> {
  const databases: DatabaseFile[] = []
  try {
    for (const name of names)
      databases.push(openDatabaseFile(path.join(/*turbopackIgnore: true*/ backup.snapshots, name, DATABASE)))
    for await (const { sha256, file } of walkBlobs(backup.blobs))
      if (sha256 !== null && !databases.some((database) => database.hasBlob(sha256)))
        await rm(file, { force: true })
  } finally {
    for (const database of databases) database.close()
  }
}
