/** What a database file holds: its schema, its rows, and the blobs that it names. */
import type Database from 'better-sqlite3'
import { explainOpening, openConnection } from './open-connection.ts'

export interface BlobRow {
  sha256: string
  sizeBytes: number
}

export interface DatabaseFacts {
  /** Names of the migrations that were applied, in order. */
  schema: string[]
  /** How many rows each table has; the tables inside a full-text index are left out. */
  rows: Record<string, number>
}

export interface DatabaseFile {
  facts(): DatabaseFacts
  /**
   * Blobs in the order of their names, those after `after` (empty for the first), at most `limit`; with `until`, only
   * those that were stored by then, in milliseconds since 1970.
   */
  blobs(after: string, limit: number, until?: number): BlobRow[]
  /** Whether the database names this blob, as of now. */
  hasBlob(sha256: string): boolean
  /** How many blobs it names, and their bytes. */
  blobTotals(): { count: number; bytes: number }
  close(): void
}

/** @throws AppError `not-found` where there is no such file, `internal` where it is no database */
export function openDatabaseFile(file: string): DatabaseFile {
  const db = openConnection(file)
  try {
    return read(db)
  } catch (error) {
    db.close()
    throw explainOpening(error, file)
  }
}

function read(db: Database.Database): DatabaseFile {
  const page = db.prepare<[string, number, number], BlobRow>(
    'SELECT sha256, sizeBytes FROM Blob WHERE sha256 > ? AND createdAt <= ? ORDER BY sha256 LIMIT ?',
  )
  const has = db.prepare<[string], number>('SELECT 1 FROM Blob WHERE sha256 = ?').pluck()
  const totals = db.prepare<[], { count: number; bytes: number }>(
    'SELECT count(*) AS count, coalesce(sum(sizeBytes), 0) AS bytes FROM Blob',
  )
  return {
    facts: () => ({ schema: readSchema(db), rows: countRows(db) }),
    blobs: (after, limit, until = Number.MAX_SAFE_INTEGER) => page.all(after, until, limit),
    hasBlob: (sha256) => has.get(sha256) !== undefined,
    blobTotals: () => totals.get() ?? { count: 0, bytes: 0 },
    close: () => db.close(),
  }
}

function readSchema(db: Database.Database): string[] {
  return db
    .prepare<[], string>(
      `SELECT migration_name FROM _prisma_migrations
        WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
    )
    .pluck()
    .all()
}

function countRows(db: Database.Database): Record<string, number> {
  const tables = db
    .prepare<[], string>(
      `SELECT name FROM pragma_table_list
        WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .pluck()
    .all()
  const count = (table: string) =>
    db
      .prepare<[], number>(`SELECT count(*) FROM "${table.replaceAll('"', '""')}"`)
      .pluck()
      .get() ?? 0
  return Object.fromEntries(tables.map((table) => [table, count(table)]))
}
