/** The check of the library that people start on the System page: one at a time, watched by whoever looks. */
import { AppError, type LibraryCheck, type LibraryCheckStatus } from '@vitrine/contracts'
import type { OpenAsker } from '@vitrine/db/file'
import { checkLibrary } from '@vitrine/storage/check'
import { removeOrphans } from '@vitrine/storage/mend'
import type { BlobStore } from '../storage/blob-store.ts'
import { summarise } from './summarise.ts'

export interface LibraryChecks {
  status(): LibraryCheckStatus
  /** Begins a check; one that is under way goes on instead. `isDeep`: read every stored file. */
  start(isDeep: boolean): void
  /** Removes the orphans that the last check has found; returns how many went. */
  removeOrphans(): Promise<number>
  /** Resolves when no check is under way. */
  idle(): Promise<void>
}

export interface LibraryChecksDeps {
  /** Absolute. */
  dataDir: string
  blobs: Pick<BlobStore, 'exclusive'>
  openAsker: OpenAsker
  /** Milliseconds since 1970. */
  now: () => number
  logError(error: unknown, where: string): void
  /** Ends a check that is under way. */
  signal: AbortSignal
}

export function createLibraryChecks({ blobs, logError, ...options }: LibraryChecksDeps): LibraryChecks {
  let running: Promise<void> | null = null
  let progress: LibraryCheckStatus['progress'] = null
  let problem: string | null = null
  let last: LibraryCheck | null = null

  async function run(isDeep: boolean): Promise<void> {
    try {
      last = await checkLibrary({
        ...options,
        isDeep,
        onProgress: (next) => {
          progress = next
        },
      })
    } catch (thrown) {
      const error = AppError.from(thrown)
      problem = error.message
      if (error.code === 'internal') logError(thrown, 'library check')
    } finally {
      running = null
      progress = null
    }
  }

  return {
    status: () => ({
      state: running ? 'running' : problem === null ? 'idle' : 'failed',
      progress,
      problem,
      last: last && summarise(last),
    }),
    start(isDeep) {
      if (running) return
      problem = null
      running = run(isDeep)
    },
    async removeOrphans() {
      const found = last
      if (!found) throw new AppError('conflict', 'There was no check yet that could have found orphans.')
      // No upload of this process places the same bytes meanwhile.
      const removed = await blobs.exclusive(() => removeOrphans(found, options.dataDir))
      last = { ...found, orphans: found.orphans.filter(({ sha256 }) => !removed.includes(sha256)) }
      return removed.length
    },
    idle: async () => {
      await running
    },
  }
}
