import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { NO_SOFTWARE_GPU, softwareGpuEnv } from '../../testing/software-gpu.ts'
import { DEVICE_KEY } from './testing.ts'

const env = softwareGpuEnv()
const Report = z.object({ numPassedTests: z.int(), numFailedTests: z.int() })

/** The libraries have to be known when a process starts, so the suite runs in one of its own. */
it.skipIf(env === null)(
  env === null
    ? `runs the engine's whole suite on webgpu (${NO_SOFTWARE_GPU})`
    : "runs the engine's whole suite on webgpu",
  () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'vitrine-webgpu-'))
    const report = path.join(dir, 'report.json')
    const vitest = path.join(
      path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
      'vitest.mjs',
    )
    const suite = path.join(import.meta.dirname, 'florence2.integration.test.ts')
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [vitest, 'run', suite, '--maxWorkers=1', '--reporter=json', `--outputFile=${report}`],
      {
        cwd: path.resolve(import.meta.dirname, '../../..'),
        env: { ...process.env, ...env, [DEVICE_KEY]: 'webgpu' },
        encoding: 'utf8',
      },
    )
    expect(status, `${stdout}${stderr}`).toBe(0)
    const counts = Report.parse(JSON.parse(readFileSync(report, 'utf8')))
    rmSync(dir, { recursive: true })
    expect(counts.numFailedTests).toBe(0)
    expect(counts.numPassedTests).toBeGreaterThan(30)
  },
  120_000,
)
