/** The engines and the devices' memory, as they are told. */
import type { MemoryLedger, ModelStatus } from '@vitrine/contracts'
import { planPolicy } from './ledger.ts'
import { memoryOfDevice } from './memories.ts'
import type { Residency } from './residency.ts'

/** Of an engine that never loaded, what its manifest knows; of one whose weights are not here, nothing. */
export function describeModels({ residents }: Residency): ModelStatus[] {
  return residents.flatMap(({ manifest, host, residency, fitness }) => {
    const models = host.status.identity?.models ?? manifest.models ?? []
    return models.map((model) => ({
      ...model,
      engine: manifest.name,
      residency,
      ...(fitness.type === 'failed' ? { detail: fitness.why } : {}),
    }))
  })
}

/** One ledger for every memory of this machine that an engine runs in, or would, by the first's name for it. */
export function describeLedgers({ all, gates }: Residency): MemoryLedger[] {
  const memories = new Set(all.map(({ device }) => memoryOfDevice(device)))
  memories.delete('elsewhere')
  return [...memories].flatMap((memory) => {
    const here = all.filter((resident) => memoryOfDevice(resident.device) === memory)
    const device = here[0]?.device
    if (device === undefined) return []
    const budgetBytes = gates.budgetOf(device)
    const wanted = here.filter(({ plan }) => plan.type !== 'absent')
    return {
      device,
      totalBytes: gates.totalOf(device),
      budgetBytes,
      usedBytes: here.reduce((sum, { usedBytes }) => sum + usedBytes, 0),
      policy: planPolicy(budgetBytes, wanted),
      entries: here.map(({ ledgerEntry }) => ledgerEntry),
    }
  })
}
