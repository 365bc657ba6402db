/** An engine's whole suite once more on the software GPU, in a process of its own. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'

/** Names the device that an engine's tests run on; the processor when it is left out. */
const DEVICE_KEY = 'VITRINE_TEST_DEVICE'

export function testDevice(): 'cpu' | 'webgpu' {
  return process.env[DEVICE_KEY] === 'webgpu' ? 'webgpu' : 'cpu'
}

const Report = z.object({ numPassedTests: z.int(), numFailedTests: z.int() })

export interface SuiteResult {
  /** Of the process; null when a signal ended it. */
  status: number | null
  passed: number
  failed: number
  /** What it wrote. */
  log: string
}

/** The libraries have to be known when a process starts: `env` is what `softwareGpuEnv` gives. */
export function runOnSoftwareGpu(suite: string, env: Readonly<Record<string, string>>): SuiteResult {
  const dir = mkdtempSync(path.join(tmpdir(), 'vitrine-webgpu-'))
  const report = path.join(dir, 'report.json')
  const vitest = path.join(
    path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
    'vitest.mjs',
  )
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vitest, 'run', suite, '--maxWorkers=1', '--reporter=json', `--outputFile=${report}`],
    {
      cwd: path.resolve(import.meta.dirname, '../..'),
      env: { ...process.env, ...env, [DEVICE_KEY]: 'webgpu' },
      encoding: 'utf8',
    },
  )
  const log = `${stdout}${stderr}`
  if (status !== 0) return { status, passed: 0, failed: 0, log }
  const counts = Report.parse(JSON.parse(readFileSync(report, 'utf8')))
  rmSync(dir, { recursive: true })
  return { status, passed: counts.numPassedTests, failed: counts.numFailedTests, log }
}
