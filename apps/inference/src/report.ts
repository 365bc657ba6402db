/** `GET /v1/models`: put together from what the store, the devices and the residency know. */
import type { ModelsReport } from '@vitrine/contracts'
import type { Devices } from './devices/devices.ts'
import type { ModelStore } from './downloads/model-store.ts'
import { describeLedgers, describeModels } from './residency/describe.ts'
import type { Residency } from './residency/residency.ts'
import type { WeightsSwitch } from './residency/weights-switch.ts'

export interface ReportSources {
  residency: Residency
  store: ModelStore
  devices: Devices
  /** One for each engine that has weights. */
  switches: readonly WeightsSwitch[]
  /** Where a person may put files by hand. */
  offlineFolder: string
}

export function describeReport(sources: ReportSources): ModelsReport {
  const { residency, store, devices, switches, offlineFolder } = sources
  const known = switches.map((one) => one.describe())
  const candidates = known.flatMap((one) => one.candidates)
  const recommended = known.map((one) => one.recommended)
  const inUse = known.map((one) => one.inUse ?? one.recommended)
  return {
    models: describeModels(residency),
    weights: store.list().map((weights) => ({
      ...weights,
      memoryBytes: candidates.find(({ key }) => key === weights.key)?.memoryBytes ?? 0,
      isRecommended: recommended.includes(weights.key),
      isInUse: inUse.includes(weights.key),
    })),
    devices: devices.report,
    ledgers: describeLedgers(residency),
    offlineFolder,
    hub: store.hub,
  }
}
