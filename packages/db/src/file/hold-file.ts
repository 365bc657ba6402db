import Database from 'better-sqlite3'
import { codeOf } from './open-connection.ts'

/**
 * Holds a file for one at a time, among all processes of the machine; returns what lets it go, or null while another
 * holds it. The lock is the system's own, by way of SQLite: it ends with its process however that ends, so none is
 * ever left behind. The file is made where there is none, and stays empty.
 */
export function holdFile(file: string): (() => void) | null {
  const db = new Database(file, { timeout: 0 })
  try {
    db.exec('BEGIN EXCLUSIVE')
    return () => void db.close()
  } catch (error) {
    db.close()
    if (codeOf(error).startsWith('SQLITE_BUSY')) return null
    throw error
  }
}
