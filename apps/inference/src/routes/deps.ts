/** What the routes work with; built once, in main. */
import type { Logger } from 'pino'
import type { Metrics } from '../metrics.ts'
import type { Residency } from '../residency/residency.ts'
import type { Scheduler } from '../scheduling/scheduler.ts'

export interface ServerDeps {
  scheduler: Scheduler
  residency: Residency
  metrics: Metrics
  logger: Logger
  /** Of this build. */
  version: string
  /** The largest image a request may carry. */
  maxImageBytes: number
}
