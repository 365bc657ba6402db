/** Whether this code and a database know the same migrations. */
import { AppError } from '@vitrine/contracts'
import { openDatabaseFile } from '@vitrine/db/file'
import { migrationNames } from '@vitrine/db/migrations'

/** @throws AppError `conflict` where a schema has migrations that this code does not know; `who` begins its sentence */
export function refuseNewer(schema: readonly string[], who: string): void {
  const known = new Set(migrationNames())
  const unknown = schema.filter((name) => !known.has(name))
  if (unknown.length > 0)
    throw new AppError(
      'conflict',
      `${who}; its database knows ${unknown.join(', ')}, and this one does not.`,
      {
        suggestion: 'Update Vitrine, then try again. Nothing was changed.',
      },
    )
}

/** @throws AppError `conflict` where a database has another schema than this code */
export function requireCurrent(file: string): void {
  const database = openDatabaseFile(file)
  try {
    const { schema } = database.facts()
    refuseNewer(schema, 'This library was written by a newer Vitrine')
    const applied = new Set(schema)
    if (migrationNames().some((name) => !applied.has(name)))
      throw new AppError('conflict', 'This library was last opened by an older Vitrine.', {
        suggestion:
          'Start Vitrine once: it brings the database up to date. Make a backup before, if you like.',
      })
  } finally {
    database.close()
  }
}
