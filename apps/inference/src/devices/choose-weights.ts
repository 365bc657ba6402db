/** Which of an engine's weights suit this machine, and which it runs: pure. */
import type { Device, WeightsKey } from '@vitrine/contracts'

/** Weights as far as the choice goes. */
export interface Candidate {
  key: WeightsKey
  /** Among its engine's, 1 reads best. */
  rank: number
  /** What they are expected to take of the device's memory. */
  memoryBytes: number
  isInstalled: boolean
}

export interface WeightsQuestion {
  device: Device
  candidates: readonly Candidate[]
  /** What the device has room for; null where that is not known. */
  roomBytes: number | null
  /** What other engines on the device are expected to want beside it. */
  reservedBytes: number
  /** A person's own choice. */
  preferred: WeightsKey | null
}

/** `recommended` is null where nothing is known to choose from, `inUse` where nothing is installed. */
export function chooseWeights(question: WeightsQuestion): {
  recommended: WeightsKey | null
  inUse: WeightsKey | null
} {
  const recommended = recommend(question)
  const installed = question.candidates.filter(({ isInstalled }) => isInstalled)
  const wished = [question.preferred, recommended].find((key) => installed.some((one) => one.key === key))
  return { recommended, inUse: wished ?? byRank(installed)[0]?.key ?? null }
}

/**
 * The best that leaves room for the other engines; where none does, they take turns anyway, and the best that fits
 * by itself is right. On a processor the smallest, read by the best: the large ones take several seconds a picture.
 */
function recommend({ device, candidates, roomBytes, reservedBytes }: WeightsQuestion): WeightsKey | null {
  const best = byRank(candidates)
  const smallest = Math.min(...best.map(({ memoryBytes }) => memoryBytes))
  const light = best.find(({ memoryBytes }) => memoryBytes === smallest)?.key ?? null
  if (device === 'cpu' || roomBytes === null) return light
  const fitting = (room: number) => best.find(({ memoryBytes }) => memoryBytes <= room)?.key
  return fitting(roomBytes - reservedBytes) ?? fitting(roomBytes) ?? light
}

const byRank = (candidates: readonly Candidate[]) => [...candidates].sort((a, b) => a.rank - b.rank)
