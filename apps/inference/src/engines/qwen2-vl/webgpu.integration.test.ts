import path from 'node:path'
import { expect, it } from 'vitest'
import { runOnSoftwareGpu } from '../../testing/run-on-software-gpu.ts'
import { NO_SOFTWARE_GPU, softwareGpuEnv } from '../../testing/software-gpu.ts'

const env = softwareGpuEnv()
const missing = env === null ? ` (${NO_SOFTWARE_GPU})` : ''

it.skipIf(env === null).each([
  ["runs the engine's whole suite on webgpu", 'qwen2-vl.integration.test.ts', 30],
  ['says there what the reference says', 'golden.integration.test.ts', 100],
])(
  `%s${missing}`,
  (_title, suite, least) => {
    const { status, passed, failed, log } = runOnSoftwareGpu(path.join(import.meta.dirname, suite), env ?? {})
    expect(status, log).toBe(0)
    expect(failed).toBe(0)
    expect(passed).toBeGreaterThan(least)
  },
  120_000,
)
