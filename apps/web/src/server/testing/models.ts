/** Model management without a sidecar, for tests: it answers with the golden report and keeps what was asked. */
import { type EngineName, ModelsReport, type ResidencyRequest, type WeightsKey } from '@vitrine/contracts'
import { modelsReportExample } from '@vitrine/contracts/fixtures'
import type { ModelManagement } from '../inference/model-management.ts'

export interface ModelsDouble extends ModelManagement {
  /** `pull florence-2-base-ft`, in order. */
  asked: string[]
}

export function createModelsDouble(): ModelsDouble {
  const asked: string[] = []
  const note = (what: string) => async (key?: WeightsKey) => void asked.push(key ? `${what} ${key}` : what)
  return {
    asked,
    report: async () => ModelsReport.parse(modelsReportExample),
    pull: note('pull'),
    cancel: note('cancel'),
    remove: note('remove'),
    use: note('use'),
    rescan: note('rescan'),
    residency: async (engine: EngineName, request: ResidencyRequest) =>
      void asked.push(`${request.action} ${engine}`),
    probeDevices: note('probe'),
    servers: async () => ({ servers: [], model: null, isFixed: false, isHeld: false }),
    chooseServers: async ({ servers }) =>
      void asked.push(`servers ${servers.map(({ url }) => url).join(' ')}`),
    tryServer: async ({ url }) => ({ url, kind: 'ollama', models: [], problem: null, hasApiKey: false }),
  }
}
