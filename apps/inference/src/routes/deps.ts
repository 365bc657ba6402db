/** What the routes work with; built once, in main. */
import type { ModelsReport, WeightsKey } from '@vitrine/contracts'
import type { Logger } from 'pino'
import type { ModelStore } from '../downloads/model-store.ts'
import type { Metrics } from '../metrics.ts'
import type { Residency } from '../residency/residency.ts'
import type { ServersSwitch } from '../residency/servers-switch.ts'
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
  store: ModelStore
  /** `GET /v1/models`. */
  describeModels(): ModelsReport
  /** Makes their engine run these weights, now and at every start. Throws `not-found` or `conflict`. */
  useWeights(key: WeightsKey): Promise<void>
  servers: Pick<ServersSwitch, 'describe' | 'try' | 'choose' | 'update' | 'wish'>
  /** Tries every device anew; resolves when all are known. */
  probeDevices(): Promise<void>
}
