import path from 'node:path'
import { expect, it } from 'vitest'
import { runOnSoftwareGpu } from '../../testing/run-on-software-gpu.ts'
import { NO_SOFTWARE_GPU, softwareGpuEnv } from '../../testing/software-gpu.ts'

const env = softwareGpuEnv()
const title = "runs the engine's whole suite on webgpu"

it.skipIf(env === null)(
  env === null ? `${title} (${NO_SOFTWARE_GPU})` : title,
  () => {
    const suite = path.join(import.meta.dirname, 'florence2.integration.test.ts')
    const { status, passed, failed, log } = runOnSoftwareGpu(suite, env ?? {})
    expect(status, log).toBe(0)
    expect(failed).toBe(0)
    expect(passed).toBeGreaterThan(30)
  },
  120_000,
)
