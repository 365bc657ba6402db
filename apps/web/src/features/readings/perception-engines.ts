/** Which engines can read pictures here. Pure. */
import type { EngineName, ModelStatus } from '@vitrine/contracts'

const READY = new Set<ModelStatus['residency']>(['unloaded', 'loading', 'loaded'])

/** Each once; the first is the one that reads when nobody asks for another. */
export function perceptionEngines(models: readonly ModelStatus[]): EngineName[] {
  const able = models.filter(({ stages, residency }) => stages.includes('perception') && READY.has(residency))
  return [...new Set(able.map(({ engine }) => engine))]
}
