/** Connections to a database file that another process may have open, too. */
import { AppError } from '@vitrine/contracts'
import Database from 'better-sqlite3'

/** How long another process's lock is waited for. */
const BUSY_TIMEOUT_MS = 15_000

/**
 * A connection that changes nothing. It is no read-only one to SQLite, which needs the right to write beside a
 * file in WAL mode.
 * @throws AppError `not-found` where there is no such file
 */
export function openConnection(file: string): Database.Database {
  try {
    const db = new Database(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
    db.pragma('query_only = ON')
    return db
  } catch (error) {
    throw explainOpening(error, file)
  }
}

/** What SQLite says of a file it cannot use, in the product's words; anything else passes through. */
export function explainOpening(error: unknown, file: string): unknown {
  const code = codeOf(error)
  if (code === 'SQLITE_CANTOPEN' || (error instanceof TypeError && error.message.includes('directory')))
    return new AppError('not-found', `There is no database at ${file}.`, { cause: error })
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return new AppError('internal', `The file ${file} is not a sound SQLite database.`, {
      cause: error,
      suggestion: 'Restore the newest backup into an empty folder: npx vitrine restore <backup>.',
    })
  // The second: no room for the index of the log.
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE')
    return new AppError('storage-full', `The disk that holds ${file} is full.`, {
      cause: error,
      suggestion: 'Free some space, then try again.',
    })
  return error
}

/** SQLite's code, such as `SQLITE_CORRUPT_INDEX`; empty for what is no error of SQLite's. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
