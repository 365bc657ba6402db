/** Things made once for each connection, above all prepared statements: preparing costs more than running. */
import type Database from 'better-sqlite3'

/** `make`'s result for a connection, kept as long as the connection is. */
export function perConnection<T>(make: (db: Database.Database) => T): (db: Database.Database) => T {
  const made = new WeakMap<Database.Database, { value: T }>()
  return (db) => {
    const known = made.get(db) ?? { value: make(db) }
    made.set(db, known)
    return known.value
  }
}
