/** What a report of the models comes to: what reads, what is under way, what is wanted of the hub. Pure. */
import type { MemoryLedger, ModelsReport, Weights } from '@vitrine/contracts'

/** The ledger of the device that was chosen, else the first. */
export function ledgerOf({
  ledgers,
  devices,
}: Pick<ModelsReport, 'ledgers' | 'devices'>): MemoryLedger | null {
  return ledgers.find(({ device }) => device === devices.chosen) ?? ledgers[0] ?? null
}

/** Whether the hub does not answer and something that was asked of it is still missing. */
export function isHubWanted(report: Pick<ModelsReport, 'hub' | 'weights' | 'models'>): boolean {
  if (report.hub.isReachable !== false) return false
  const isMissing = report.weights.some(({ problem, state }) => problem !== null && state !== 'present')
  return isMissing || readingWeights(report) === null
}

/** The first sentence of what ails the hub; the others are ways out, which the page tells with more room. */
export function firstSentence(text: string): string {
  return /^.*?[.](?=\s+\p{Lu}|$)/su.exec(text)?.[0] ?? text
}

/** Whether something changes from second to second. */
export function isUnderWay(report: ModelsReport): boolean {
  return (
    report.weights.some(({ state }) => state === 'downloading' || state === 'verifying') ||
    report.models.some(({ residency }) => residency === 'loading') ||
    report.ledgers.some(({ entries }) => entries.some(({ residency }) => residency === 'loading'))
  )
}

/** The weights that read images now; null while the builtin engine does. */
export function readingWeights({
  weights,
  models,
}: Pick<ModelsReport, 'weights' | 'models'>): Weights | null {
  return (
    weights.find(
      (one) =>
        one.isInUse &&
        one.state === 'present' &&
        one.stages.includes('perception') &&
        models.some(
          ({ engine, residency }) =>
            engine === one.engine && residency !== 'absent' && residency !== 'failed',
        ),
    ) ?? null
  )
}
