#!/usr/bin/env node
/** `npx vitrine …`: runs the command line, built when its sources have changed. */
import './lib/require-node.mjs'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadConfig } from './lib/config.mjs'
import { exec } from './lib/exec.mjs'
import { root } from './lib/paths.mjs'
import { fail } from './lib/say.mjs'
import { staleStep } from './lib/stamp.mjs'

const cli = path.join(root, 'apps/cli')
const markBuilt = staleStep(
  'cli',
  ['apps/cli', 'packages/contracts', 'pnpm-lock.yaml'],
  ['apps/cli/dist/vitrine.js'],
)
if (markBuilt) {
  if (!existsSync(path.join(cli, 'node_modules')))
    fail('Vitrine is not set up here yet.', 'Run `npm start` once: it installs what is needed.')
  const code = await exec(process.execPath, ['build.mjs'], { cwd: cli })
  if (code !== 0) process.exit(code)
  markBuilt()
}
// The port may stand in `.env`, as it does for `npm start`.
loadConfig()
await import(pathToFileURL(path.join(cli, 'dist/vitrine.js')).href)
