/**
 * Brings a database file up to date without Prisma's command line, whose native engine cannot be had
 * everywhere. It keeps Prisma's own book (`_prisma_migrations`), so `prisma migrate status` agrees.
 * Plain JavaScript: it runs before anything is built. Types are in migrations.d.mts.
 */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'

/** Where the migrations of this code are. */
export const MIGRATIONS_DIR = fileURLToPath(new URL('../prisma/migrations', import.meta.url))

const BOOK = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL,
  "checksum" TEXT NOT NULL,
  "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL,
  "logs" TEXT,
  "rolled_back_at" DATETIME,
  "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`

/** A migration that cannot be applied; `message` is one sentence for a person, `suggestion` what to do. */
export class MigrationError extends Error {
  constructor(code, message, suggestion, cause) {
    super(message, { cause })
    this.name = 'MigrationError'
    this.code = code
    this.suggestion = suggestion
  }
}

function readMigrations(dir) {
  return readdirSync(dir)
    .filter((name) => existsSync(path.join(dir, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(dir, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/** Names of the migrations that this code knows, in order. */
export function migrationNames(migrationsDir = MIGRATIONS_DIR) {
  return readMigrations(migrationsDir).map((migration) => migration.name)
}

function refuseUnknown(db, migrations) {
  const known = new Set(migrations.map((migration) => migration.name))
  const unknown = db
    .prepare(
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    )
    .pluck()
    .all()
    .filter((name) => !known.has(name))
  if (unknown.length > 0)
    throw new MigrationError(
      'newer-database',
      `The database was written by a newer Vitrine (it knows ${unknown.join(', ')}).`,
      'Start the newer version, or point VITRINE_DATA_DIR at another folder.',
    )
}

/** One migration in one immediate transaction: of two processes the second finds it done. */
function applyOne(db, migration) {
  const apply = db.transaction(() => {
    const applied = db
      .prepare(
        'SELECT checksum FROM _prisma_migrations WHERE migration_name = ? AND finished_at IS NOT NULL AND rolled_back_at IS NULL',
      )
      .get(migration.name)
    if (applied && applied.checksum !== migration.checksum)
      throw new MigrationError(
        'changed-migration',
        `The migration ${migration.name} was changed after it had been applied.`,
        'Put the file back as it was and add a new migration for the change.',
      )
    if (applied) return false
    db.exec(migration.sql)
    const broken = db.pragma('foreign_key_check')
    if (broken.length > 0)
      throw new MigrationError(
        'broken-references',
        `The migration ${migration.name} leaves ${broken.length} broken references.`,
        'Nothing was changed. The migration has to be mended.',
      )
    const now = Date.now()
    db.prepare(
      'INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)',
    ).run(randomUUID(), migration.checksum, now, migration.name, now)
    return true
  })
  return apply.immediate()
}

function explain(error, file) {
  if (error instanceof MigrationError) return error
  const code = typeof error?.code === 'string' ? error.code : ''
  if (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED')
    return new MigrationError(
      'database-busy',
      `Another process holds the database ${file}.`,
      'Stop the other Vitrine and try again.',
      error,
    )
  if (code === 'SQLITE_FULL' || code === 'ENOSPC')
    return new MigrationError(
      'storage-full',
      `The disk that holds ${file} is full.`,
      'Free some space and try again. Nothing was changed.',
      error,
    )
  if (code === 'SQLITE_CANTOPEN' || code === 'SQLITE_READONLY' || code === 'EACCES' || code === 'EPERM')
    return new MigrationError(
      'no-access',
      `The database ${file} cannot be opened for writing.`,
      'Give this user write access to the folder, or set VITRINE_DATA_DIR to another one.',
      error,
    )
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT')
    return new MigrationError(
      'not-a-database',
      `The file ${file} is not a sound SQLite database.`,
      'Put back a copy of it, or move it away to begin anew.',
      error,
    )
  return new MigrationError(
    'failed',
    `The database ${file} could not be brought up to date: ${error.message}`,
    'Nothing was changed.',
    error,
  )
}

/** Applies what is missing to `file` (made when absent) and returns the names of what was applied. */
export function migrate({ file, migrationsDir = MIGRATIONS_DIR, busyTimeoutMs = 30_000 }) {
  let db
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    const migrations = readMigrations(migrationsDir)
    db = new Database(file, { timeout: busyTimeoutMs })
    db.pragma('journal_mode = WAL')
    // Tables may be rebuilt by a migration; each is checked before it commits.
    db.pragma('foreign_keys = OFF')
    db.exec(BOOK)
    refuseUnknown(db, migrations)
    return migrations.filter((migration) => applyOne(db, migration)).map((migration) => migration.name)
  } catch (error) {
    throw explain(error, file)
  } finally {
    db?.close()
  }
}
