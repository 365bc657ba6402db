#!/usr/bin/env node
/** `npx vitrine …`: runs the command line, built on first use. */
import './lib/require-node.mjs'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { exec } from './lib/exec.mjs'
import { root } from './lib/paths.mjs'
import { fail } from './lib/say.mjs'

const cli = path.join(root, 'apps/cli')
const bundle = path.join(cli, 'dist/vitrine.js')
if (!existsSync(bundle)) {
  if (!existsSync(path.join(cli, 'node_modules')))
    fail('Vitrine is not set up here yet.', 'Run `npm start` once: it installs what is needed.')
  const code = await exec(process.execPath, ['build.mjs'], { cwd: cli })
  if (code !== 0) process.exit(code)
}
await import(pathToFileURL(bundle).href)
