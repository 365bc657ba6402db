/** Bringing a database file up to date; the command line is `scripts/migrate.mjs`. */
export { MIGRATIONS_DIR, MigrationError, type MigrationErrorCode, migrate } from '../scripts/migrations.mjs'
