/** Backups that are made once a day, or when a person asks: one at a time, watched by whoever looks. */
import { access } from 'node:fs/promises'
import path from 'node:path'
import { AppError, type LibraryBackups } from '@vitrine/contracts'
import type { OpenAsker } from '@vitrine/db/file'
import { backup } from '@vitrine/storage/backup'
import { type BackupFolder, backupFolder, listSnapshots } from '@vitrine/storage/backup-folder'
import { readManifest } from '@vitrine/storage/manifest'
import { isBackupDue } from './backup-due.ts'

export interface Backups {
  status(): Promise<LibraryBackups>
  /** Begins one; one that is under way goes on instead. */
  start(signal: AbortSignal): void
  /** Makes one if the newest is a day old; returns how many it made. Throws why it could not. */
  runIfDue(signal: AbortSignal): Promise<number>
  /** Resolves when none is under way. */
  idle(): Promise<void>
}

export interface BackupsDeps {
  /** Absolute, as `folder` is. */
  dataDir: string
  folder: string
  /** How many snapshots stay. */
  keep: number
  /** Of the product. */
  version: string
  openAsker: OpenAsker
  /** Milliseconds since 1970. */
  now: () => number
  logError(error: unknown, where: string): void
}

export function createBackups({ logError, ...options }: BackupsDeps): Backups {
  const place = backupFolder(options.folder)
  let running: Promise<void> | null = null
  let progress: LibraryBackups['progress'] = null
  let problem: string | null = null

  async function run(signal: AbortSignal): Promise<void> {
    problem = null
    try {
      await requireFolder(options.folder)
      await backup({
        ...options,
        signal,
        onProgress: (next) => {
          progress = next
        },
      })
    } catch (thrown) {
      problem = AppError.from(thrown).message
      throw thrown
    } finally {
      running = null
      progress = null
    }
  }
  const begin = (signal: AbortSignal): Promise<void> => {
    running ??= run(signal)
    return running
  }

  return {
    status: async () => ({
      folder: options.folder,
      keep: options.keep,
      state: running ? 'running' : problem === null ? 'idle' : 'failed',
      progress,
      problem,
      ...(await describeSnapshots(place)),
    }),
    start: (signal) => void begin(signal).catch((error: unknown) => logError(error, 'backup')),
    async runIfDue(signal) {
      const newest = (await listSnapshots(place)).at(-1)
      if (running || !isBackupDue(newest, options.now())) return 0
      await begin(signal)
      return 1
    },
    idle: async () => {
      await running?.catch(() => undefined)
    },
  }
}

/** A disk that is not there must not be backed up onto the one below it: so the folder is not made here. */
async function requireFolder(folder: string): Promise<void> {
  try {
    await access(folder)
  } catch (cause) {
    throw new AppError('not-found', `The folder for backups ${folder} is not there.`, {
      cause,
      suggestion: 'Make it, or see that its disk is mounted.',
    })
  }
}

async function describeSnapshots(place: BackupFolder): Promise<Pick<LibraryBackups, 'count' | 'last'>> {
  const names = await listSnapshots(place)
  const name = names.at(-1)
  if (name === undefined) return { count: 0, last: null }
  const { createdAt, missing, corrupt } = await readManifest(
    path.join(/*turbopackIgnore: true*/ place.snapshots, name),
  )
  return { count: names.length, last: { name, createdAt, lost: missing.length + corrupt.length } }
}
