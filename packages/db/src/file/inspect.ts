/** Looks a database file through: SQLite's own checks, then what the rows say of each other. */
import Database from 'better-sqlite3'
import { CONTRADICTIONS } from './contradictions.ts'
import { explainOpening, openConnection } from './open-connection.ts'

/** One kind of fault, with some of what has it. */
export interface Finding {
  name: string
  sentence: string
  advice: string
  /** How many there are; at most 100 of what SQLite's integrity check finds. */
  count: number
  /** Some of them, for a person. */
  examples: string[]
}

const EXAMPLES = 10
const RESTORE = 'Restore the newest backup into an empty folder, and compare.'

/**
 * Everything that is wrong with the rows; an empty list when nothing is. Holds the thread: seconds for a hundred
 * thousand images.
 * @throws AppError `not-found` where there is no such file, `internal` where it is no database
 */
export function inspect(file: string): Finding[] {
  const db = openConnection(file)
  try {
    const damage = checkIntegrity(db)
    // On a damaged file other queries would fail, or lie.
    return damage.length > 0 ? damage : [...checkReferences(db), ...checkRows(db)]
  } catch (error) {
    throw explainOpening(error, file)
  } finally {
    db.close()
  }
}

function checkIntegrity(db: Database.Database): Finding[] {
  const lines = integrityLines(db)
  if (lines.length === 1 && lines[0] === 'ok') return []
  return [
    finding({ name: 'damaged-database', sentence: 'The database file is damaged.', advice: RESTORE }, lines),
  ]
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

function checkReferences(db: Database.Database): Finding[] {
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

function checkRows(db: Database.Database): Finding[] {
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

function finding(about: Pick<Finding, 'name' | 'sentence' | 'advice'>, all: readonly string[]): Finding {
  return { ...about, count: all.length, examples: all.slice(0, EXAMPLES) }
}
