/** Where the migrations of this code are. */
export const MIGRATIONS_DIR: string

export type MigrationErrorCode =
  | 'newer-database'
  | 'changed-migration'
  | 'broken-references'
  | 'database-busy'
  | 'storage-full'
  | 'no-access'
  | 'not-a-database'
  | 'failed'

/** A migration that cannot be applied; `message` is one sentence for a person, `suggestion` what to do. */
export class MigrationError extends Error {
  readonly code: MigrationErrorCode
  readonly suggestion: string
}

/** Applies what is missing to `file` (made when absent) and returns the names of what was applied. */
export function migrate(options: { file: string; migrationsDir?: string; busyTimeoutMs?: number }): string[]

/** Names of the migrations that this code knows, in order. */
export function migrationNames(migrationsDir?: string): string[]
