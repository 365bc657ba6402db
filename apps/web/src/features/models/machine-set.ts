/** The two models that suit this machine's card best: one reads every picture, one answers questions. Pure. */
import type { MemoryLedger, ModelsReport, Weights } from '@vitrine/contracts'
import { formatBytes } from '../image-detail/image-words.ts'
import { ledgerOf } from './read-report.ts'

export interface MachineSet {
  /** Reads every picture. */
  reader: Weights
  /** Answers questions and reads deeply. */
  talker: Weights
  ledger: MemoryLedger
  /** Whether the card holds both at once. */
  isTogether: boolean
  /** Those that are neither here nor on their way. */
  missing: Weights[]
  onTheirWay: Weights[]
  arePinned: boolean
}

const isOnItsWay = ({ state }: Weights) => state === 'downloading' || state === 'verifying'

/** Null where there is no card: on a processor a conversation is slow, and nobody is talked into that. */
export function machineSetOf(report: ModelsReport): MachineSet | null {
  const ledger = ledgerOf(report)
  if (!ledger || ledger.device === 'cpu') return null
  const here = new Set(ledger.entries.map(({ engine }) => engine))
  const suited = report.weights.filter(({ isRecommended, engine }) => isRecommended && here.has(engine))
  const reader = suited.find(({ stages }) => stages.includes('perception'))
  // Larger models run by llama.cpp, where it has the card.
  const talkers = suited.filter(({ stages }) => stages.includes('reasoning'))
  const talker = talkers.find(({ engine }) => engine === 'gguf') ?? talkers[0]
  if (!reader || !talker) return null
  const both = [reader, talker]
  const pinned = new Set(ledger.entries.filter(({ isPinned }) => isPinned).map(({ engine }) => engine))
  return {
    reader,
    talker,
    ledger,
    isTogether: reader.memoryBytes + talker.memoryBytes <= ledger.budgetBytes,
    missing: both.filter((one) => one.state !== 'present' && !isOnItsWay(one)),
    onTheirWay: both.filter(isOnItsWay),
    arePinned: both.every(({ engine }) => pinned.has(engine)),
  }
}

/** Whether there is anything left to do. */
export const isComplete = ({ missing, onTheirWay, isTogether, arePinned }: MachineSet): boolean =>
  missing.length === 0 && onTheirWay.length === 0 && (arePinned || !isTogether)

export function describeSet({ reader, talker, ledger, isTogether }: MachineSet): string {
  const what = `${reader.title} reads every picture; ${talker.title} answers questions and reads deeply.`
  const need = formatBytes(reader.memoryBytes + talker.memoryBytes)
  const room = formatBytes(ledger.budgetBytes)
  return isTogether
    ? `${what} Together they take about ${need} of the ${room} that models may take on this card.`
    : `${what} The card has ${room} for models and both want about ${need}: they take turns.`
}

/** What the button does; null while it has nothing to do. */
export function setAction({ missing, onTheirWay, isTogether }: MachineSet): string | null {
  const [only, other] = missing
  if (!only) return onTheirWay.length > 0 ? null : 'Keep both loaded'
  const size = formatBytes(
    missing.reduce(
      (sum, { downloadBytes, diskBytes }) => sum + downloadBytes - Math.min(downloadBytes, diskBytes),
      0,
    ),
  )
  const what = other ? 'both' : only.title
  return `Download ${what} (${size})${isTogether ? ' and keep both loaded' : ''}`
}
