/** Which engines stay loaded where a person has said nothing: pure. */
import { type Device, StageName } from '@vitrine/contracts'
import type { EngineManifest } from '../engines/engine.ts'
import type { Fitness } from './choose.ts'
import { planPolicy } from './ledger.ts'
import { sharesMemory } from './memories.ts'

export interface Pinnable {
  manifest: Pick<EngineManifest, 'stages'>
  fitness: Fitness
  device: Device
  needBytes: number
  measured: { expectedBytes: number }
}

/** On a processor only small engines stay for good: the memory is other programs', too. */
const SMALL_BYTES = 1024 ** 3

/**
 * The engines that serve a stage, where they take nothing from each other: on a GPU that holds them all, or small
 * ones. Others that could do the same are loaded when a person asks for them, and take turns.
 */
export function findPinned<T extends Pinnable>(
  engines: readonly T[],
  budgetOf: (device: Device) => number,
): Set<T> {
  const serving = StageName.options.flatMap((stage) => {
    const first = engines.find(
      ({ manifest, fitness }) => fitness.type === 'able' && manifest.stages.includes(stage),
    )
    return first ?? []
  })
  return new Set(
    serving.filter(({ device, measured }) => {
      if (device === 'cpu') return measured.expectedBytes <= SMALL_BYTES
      const here = serving.filter((other) => sharesMemory(other.device, device))
      return planPolicy(budgetOf(device), here) === 'together'
    }),
  )
}
