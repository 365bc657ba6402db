/** The checks that read code without running it. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { exec } from './exec.mjs'
import { root, webDir } from './paths.mjs'

export const ROOMS = [
  'packages/contracts',
  'packages/db',
  'packages/storage',
  'packages/ui',
  'apps/inference',
  'apps/cli',
  'apps/web',
  'e2e',
  'bench',
  'tooling',
]

/** @returns {Promise<boolean>} whether all passed */
export async function runChecks() {
  const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome')
  const lint = await exec(process.execPath, [biome, 'check', '--error-on-warnings', '.'])
  let passed = lint === 0
  if (!existsSync(path.join(webDir, 'next-env.d.ts')))
    await exec(process.execPath, ['node_modules/next/dist/bin/next', 'typegen'], { cwd: webDir, quiet: true })
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc')
  for (const room of ROOMS) {
    const code = await exec(process.execPath, [tsc, '--noEmit', '-p', room])
    console.log(`[check] types ${room}: ${code === 0 ? 'ok' : 'FAILED'}`)
    if (code !== 0) passed = false
  }
  console.log(`[check] format and lint: ${lint === 0 ? 'ok' : 'FAILED'}`)
  return passed
}
