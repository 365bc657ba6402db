/** `GET /v1/models`: put together from what the store, the devices and the residency know. */
import type { ModelStatus, ModelsReport } from '@vitrine/contracts'
import type { DeviceChoice } from './devices/choose-device.ts'
import type { Devices } from './devices/devices.ts'
import type { ModelStore } from './downloads/model-store.ts'
import { describeLedgers, describeModels } from './residency/describe.ts'
import type { Residency } from './residency/residency.ts'
import type { WeightsSwitch } from './residency/weights-switch.ts'

export interface ReportSources {
  residency: Residency
  store: ModelStore
  devices: Devices
  /** llama.cpp's own, which the report of the devices knows nothing of. */
  ggufChoice: DeviceChoice
  /** One for each engine that has weights. */
  switches: readonly WeightsSwitch[]
  /** Where a person may put files by hand. */
  offlineFolder: string
}

export function describeReport(sources: ReportSources): ModelsReport {
  const { residency, store, devices, ggufChoice, switches, offlineFolder } = sources
  const known = switches.map((one) => one.describe())
  const candidates = known.flatMap((one) => one.candidates)
  const recommended = known.map((one) => one.recommended)
  const inUse = known.map((one) => one.inUse ?? one.recommended)
  return {
    models: describeModels(residency).map((model) => explainProcessor(model, ggufChoice)),
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

/** On the processor a large model is slow: why it is not on a card is said where a person looks. */
function explainProcessor(model: ModelStatus, choice: DeviceChoice): ModelStatus {
  const isConcerned = model.engine === 'gguf' && model.model.device === 'cpu' && model.detail === undefined
  return isConcerned && choice.type === 'chosen' ? { ...model, detail: choice.why } : model
}
