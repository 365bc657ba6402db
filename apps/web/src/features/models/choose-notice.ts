/** Which word about models, if any, is worth a person's attention in the gallery. Pure. */
import type { ModelsReport, Weights } from '@vitrine/contracts'
import type { NoticeMemory } from './notice-memory.ts'
import { readingWeights } from './read-report.ts'

export type ModelNotice =
  /** Better weights can be had; `hasFailed` when a download was tried in vain. */
  | { kind: 'offer'; weights: Weights; hasFailed: boolean }
  | { kind: 'download'; weights: Weights }
  /** Weights read now that did not read everything that is here. */
  | { kind: 'arrival'; weights: Weights }

/** Names the arrival of exactly these weights, to be remembered. */
export function arrivalOf({ key, revision }: Pick<Weights, 'key' | 'revision'>): string {
  return `${key}@${revision ?? ''}`
}

export function chooseNotice(report: ModelsReport, memory: NoticeMemory): ModelNotice | null {
  const reading = readingWeights(report)
  if (reading)
    return memory.knownArrival === arrivalOf(reading) ? null : { kind: 'arrival', weights: reading }
  const ofPerception = report.weights.filter(({ stages }) => stages.includes('perception'))
  // Weights that are here are about to be loaded: nothing is to be offered.
  if (memory.isOfferDismissed || ofPerception.some(({ state }) => state === 'present')) return null
  const underWay = ofPerception.find(({ state }) => state === 'downloading' || state === 'verifying')
  if (underWay) return { kind: 'download', weights: underWay }
  const offered = ofPerception.find(({ isRecommended }) => isRecommended) ?? ofPerception[0]
  return offered ? { kind: 'offer', weights: offered, hasFailed: offered.problem !== null } : null
}
