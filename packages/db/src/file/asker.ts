/** Somebody who answers questions of SQL about one database file: on this thread, or on another one. */
import { openConnection } from './open-connection.ts'

export interface Asker {
  /** All rows. Rejects with SQLite's error, its code in `code`. */
  ask(sql: string): Promise<unknown[]>
  close(): Promise<void>
}

export type OpenAsker = (file: string) => Asker

/** Answers on this thread, and holds it: seconds for a hundred thousand images. */
export function askHere(file: string): Asker {
  const db = openConnection(file)
  return {
    ask: async (sql) => db.prepare<[], unknown>(sql).all(),
    close: async () => void db.close(),
  }
}
