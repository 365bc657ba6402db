/**
 * A folder of backups: one folder of blobs for all, and a folder for each snapshot. A snapshot appears under its name
 * only when it is whole.
 *
 *     vitrine-backup.json         marks the folder as one of backups
 *     blobs/ab/cd/<sha256>        every blob that a snapshot names
 *     snapshots/<time>/           vitrine.db, manifest.json, files that belong to the library
 *     incoming/                   what is being made; emptied at the next start
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@vitrine/contracts'
import * as z from 'zod'
import { isMissing } from './file-error.ts'
import { BLOBS } from './layout.ts'
import { syncFolder } from './sync-folder.ts'

const MARK = 'vitrine-backup.json'
const Mark = z.object({ format: z.literal(1) })

/** What a snapshot is called: when it was made, in UTC, so that names sort by age. */
const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z$/

export interface BackupFolder {
  /** Absolute. */
  root: string
  blobs: string
  snapshots: string
  incoming: string
  lockFile: string
}

export function backupFolder(folder: string): BackupFolder {
  const root = path.resolve(/*turbopackIgnore: true*/ folder)
  const inRoot = (name: string) => path.join(/*turbopackIgnore: true*/ root, name)
  return {
    root,
    blobs: inRoot(BLOBS),
    snapshots: inRoot('snapshots'),
    incoming: inRoot('incoming'),
    lockFile: inRoot('.lock'),
  }
}

export const snapshotName = (createdAt: number): string =>
  new Date(createdAt).toISOString().replaceAll(':', '-')

/** When a snapshot of this name was made, in milliseconds since 1970. */
export const instantOfSnapshot = (name: string): number =>
  Date.parse(name.replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:'))

/**
 * Makes a folder ready to be backed up into.
 * @throws AppError `bad-request` where it holds other things, or lies within the data folder, or the other way round
 */
export async function prepareBackupFolder(folder: string, dataDir: string): Promise<BackupFolder> {
  const backup = backupFolder(folder)
  if (isWithin(backup.root, dataDir) || isWithin(dataDir, backup.root))
    throw new AppError('bad-request', 'A backup and the data folder cannot lie one within the other.', {
      suggestion: 'Choose a folder elsewhere, best on another disk.',
    })
  await mkdir(backup.root, { recursive: true })
  if (!(await isMarked(backup.root))) {
    const others = (await readdir(backup.root)).filter((name) => name !== 'lost+found')
    if (others.length > 0)
      throw new AppError('bad-request', `${backup.root} holds other things than a backup.`, {
        suggestion: 'Choose an empty folder, or one that a backup was made into before.',
      })
    await writeFile(
      path.join(/*turbopackIgnore: true*/ backup.root, MARK),
      `${JSON.stringify({ format: 1 })}\n`,
    )
  }
  for (const place of [backup.blobs, backup.snapshots, backup.incoming])
    await mkdir(place, { recursive: true })
  return backup
}

function isWithin(inner: string, outer: string): boolean {
  const way = path.relative(outer, inner)
  return way === '' || !(way.startsWith('..') || path.isAbsolute(way))
}

/** @throws AppError `conflict` where a newer version made the mark */
async function isMarked(root: string): Promise<boolean> {
  const text = await readFile(path.join(/*turbopackIgnore: true*/ root, MARK), 'utf8').catch(
    (error: unknown) => {
      if (isMissing(error)) return null
      throw error
    },
  )
  if (text === null) return false
  // Cut short by a crash while the folder was new.
  if (!text.endsWith('}\n')) return (await readdir(root)).length > 1
  if (Mark.safeParse(JSON.parse(text)).success) return true
  throw new AppError('conflict', `${root} was made by a newer Vitrine.`, { suggestion: 'Use that version.' })
}

/** Names of the snapshots that are whole, oldest first. */
export async function listSnapshots(backup: BackupFolder): Promise<string[]> {
  try {
    return (await readdir(backup.snapshots)).filter((name) => NAME.test(name)).sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/** Clears what interrupted backups left. Call with the lock held. */
export async function clearIncoming(backup: BackupFolder): Promise<void> {
  for (const name of await readdir(backup.incoming))
    await rm(path.join(/*turbopackIgnore: true*/ backup.incoming, name), { recursive: true, force: true })
}

/** Gives a finished snapshot its name: from now on it counts. */
export async function publish(backup: BackupFolder, made: string, name: string): Promise<void> {
  await syncFolder(made)
  await rename(made, path.join(/*turbopackIgnore: true*/ backup.snapshots, name))
  await syncFolder(backup.snapshots)
}
