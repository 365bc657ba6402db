#!/usr/bin/env node
/** `npx vitrine …`: runs the command line, built when its sources have changed. */
import './lib/require-node.mjs'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadConfig } from './lib/config.mjs'
import { exec } from './lib/exec.mjs'
import { root } from './lib/paths.mjs'
import { install } from './lib/setup.mjs'
import { staleStep } from './lib/stamp.mjs'

const cli = path.join(root, 'apps/cli')
const markBuilt = staleStep(
  'cli',
  ['apps/cli', 'packages/contracts', 'packages/db', 'packages/storage', 'pnpm-lock.yaml'],
  ['apps/cli/dist/vitrine.js'],
)
if (markBuilt) {
  // On a new machine a library is restored before Vitrine has ever been started.
  if (!existsSync(path.join(cli, 'node_modules'))) await install()
  const code = await exec(process.execPath, ['build.mjs'], { cwd: cli })
  if (code !== 0) process.exit(code)
  markBuilt()
}
// Port and data folder may stand in `.env`, as they do for `npm start`; a folder there counts from the checkout.
process.env.VITRINE_DATA_DIR = loadConfig().dataDir
await import(pathToFileURL(path.join(cli, 'dist/vitrine.js')).href)
