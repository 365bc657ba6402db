import type { PipelineTiming } from '../pipeline/deps.ts'

/** Short waits, so that tests of crashes do not take minutes. */
export const QUICK: PipelineTiming = { leaseMs: 1_500, pollMs: 50, healthMs: 200, graceMs: 1_000 }
