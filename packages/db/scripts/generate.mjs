/**
 * `node packages/db/scripts/generate.mjs`: makes the Prisma client without the network. Prisma's command
 * line looks for its native engine before it does anything, yet `generate` never runs it: any executable will do.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const packageDir = fileURLToPath(new URL('..', import.meta.url))
const { status } = spawnSync(
  process.execPath,
  ['node_modules/prisma/build/index.js', 'generate', '--no-hints'],
  {
    cwd: packageDir,
    stdio: 'inherit',
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
  },
)
process.exitCode = status ?? 1
