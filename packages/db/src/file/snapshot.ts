/** A copy of a database while others write to it. */
import Database from 'better-sqlite3'
import { explainOpening, openConnection } from './open-connection.ts'

export interface SnapshotOptions {
  /** The database; it may be in use by any number of processes. */
  from: string
  /** The file to write; there must be none. */
  to: string
  /** From 0 to 1. */
  onProgress?: (share: number) => void
  signal?: AbortSignal
}

/** At 4 KiB a page: a step that holds the thread for a moment only. */
const PAGES_A_STEP = 512

/**
 * Copies the database as it is at this moment, page by page, into one file without a log beside it. What leaves an
 * unfinished file behind throws.
 *
 * SQLite's backup begins anew whenever another process writes, so under steady writing it would never end
 * (https://sqlite.org/c3ref/backup_finish.html). Here the connection that is copied from holds a read transaction:
 * in WAL mode it goes on seeing the same state, and nobody waits for it.
 */
export async function snapshotDatabase({ from, to, onProgress, signal }: SnapshotOptions): Promise<void> {
  const source = openConnection(from)
  try {
    source.exec('BEGIN')
    // BEGIN alone sees nothing yet: the first read fixes the state.
    source.prepare('SELECT count(*) FROM sqlite_schema').get()
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        signal?.throwIfAborted()
        onProgress?.(totalPages === 0 ? 0 : 1 - remainingPages / totalPages)
        return PAGES_A_STEP
      },
    })
    makeSingleFile(to)
    onProgress?.(1)
  } catch (error) {
    throw explainOpening(error, to)
  } finally {
    source.close()
  }
}

/** Out of WAL mode, so that the file is all there is of it; opening it as a product's database brings WAL back. */
function makeSingleFile(file: string): void {
  const db = new Database(file, { fileMustExist: true })
  try {
    // With the file to itself SQLite makes no index beside it, for which a full disk may have no room.
    db.pragma('locking_mode = EXCLUSIVE')
    db.pragma('journal_mode = DELETE')
  } finally {
    db.close()
  }
}
