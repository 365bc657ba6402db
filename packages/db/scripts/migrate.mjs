/** `node packages/db/scripts/migrate.mjs`: brings `$VITRINE_DATA_DIR/vitrine.db` up to date. */
import path from 'node:path'
import { MigrationError, migrate } from './migrations.mjs'

const dataDir = path.resolve(process.env.VITRINE_DATA_DIR || 'data')

try {
  for (const name of migrate({ file: path.join(dataDir, 'vitrine.db') })) console.log(`applied ${name}`)
} catch (error) {
  if (!(error instanceof MigrationError)) throw error
  console.error(`${error.message} ${error.suggestion}`)
  process.exitCode = 1
}
