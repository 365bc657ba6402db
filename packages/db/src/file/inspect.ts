/** Looks a database file through: SQLite's own checks, then what the rows say of each other. */
import type { LibraryFinding } from '@vitrine/contracts'
import Database from 'better-sqlite3'
import { CONTRADICTIONS } from './contradictions.ts'
import { explainOpening, openConnection } from './open-connection.ts'

const EXAMPLES = 10
const RESTORE = 'Restore the newest backup into an empty folder, and compare.'

/**
 * Everything that is wrong with the database; an empty list when nothing is. Holds the thread: seconds for a hundred
 * thousand images. Of what SQLite's integrity check lists, at most 100 are counted. The file must have the schema of
 * this code.
 * @throws AppError `not-found` where there is no such file, `internal` where it is no database
 */
export function inspect(file: string): LibraryFinding[] {
  return withConnection(file, (db) => {
    const damage = checkIntegrity(db)
    // On a damaged file other queries would fail, or lie.
    return damage.length > 0 ? damage : [...checkReferences(db), ...checkRows(db)]
  })
}

/** What is wrong with the file as such, whatever its schema; null when nothing is. Throws and holds as `inspect`. */
export function findDamage(file: string): LibraryFinding | null {
  return withConnection(file, (db) => checkIntegrity(db)[0] ?? null)
}

/** What a database is called in a list of findings whose file is damaged: nothing else that it says can be relied on. */
export const DAMAGED = 'damaged-database'

function withConnection<T>(file: string, work: (db: Database.Database) => T): T {
  const db = openConnection(file)
  try {
    return work(db)
  } catch (error) {
    throw explainOpening(error, file)
  } finally {
    db.close()
  }
}

function checkIntegrity(db: Database.Database): LibraryFinding[] {
  const lines = integrityLines(db)
  if (lines.length === 1 && lines[0] === 'ok') return []
  return [finding({ name: DAMAGED, sentence: 'The database file is damaged.', advice: RESTORE }, lines)]
}

/** Some damage SQLite lists, at some it gives up: both are what was found. */
function integrityLines(db: Database.Database): string[] {
  try {
    return db.prepare<[], string>('PRAGMA integrity_check').pluck().all()
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_CORRUPT')) throw error
    return [error.message]
  }
}

function checkReferences(db: Database.Database): LibraryFinding[] {
  const broken = db
    .prepare<[], { table: string; rowid: number | null; parent: string }>('PRAGMA foreign_key_check')
    .all()
  if (broken.length === 0) return []
  const about = {
    name: 'broken-references',
    sentence: 'Rows that point to rows that are not there.',
    advice: RESTORE,
  }
  return [
    finding(
      about,
      broken.map(({ table, rowid, parent }) => `${table} ${rowid ?? ''} → ${parent}`),
    ),
  ]
}

function checkRows(db: Database.Database): LibraryFinding[] {
  return CONTRADICTIONS.flatMap(({ sql, ...about }) => {
    const rows = db
      .prepare<[number], { what: string; total: number }>(
        `SELECT what, count(*) OVER () AS total FROM (${sql}) LIMIT ?`,
      )
      .all(EXAMPLES)
    const [first] = rows
    return first ? [{ ...about, count: first.total, examples: rows.map(({ what }) => what) }] : []
  })
}

function finding(
  about: Pick<LibraryFinding, 'name' | 'sentence' | 'advice'>,
  all: readonly string[],
): LibraryFinding {
  return { ...about, count: all.length, examples: all.slice(0, EXAMPLES) }
}
