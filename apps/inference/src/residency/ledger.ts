/** The arithmetic of a device's memory: who fits, who must leave, and whether all fit together. Pure. */
import type { Device, EngineName, MemoryLedger } from '@vitrine/contracts'
import { memoryOfDevice } from './memories.ts'

const GIB = 1024 ** 3

/** An engine on a device, as far as its memory goes. */
export interface Tenant {
  engine: EngineName
  /** In the device's memory, or on its way into it. */
  isIn: boolean
  /** Works, or is being loaded: it cannot leave before that ends. */
  isBusy: boolean
  /** Leaves only when nothing else helps. */
  isPinned: boolean
  /** Milliseconds on the ledger's clock. */
  lastUsedAt: number
  /** What it takes: the most that was measured, and before that what is expected. */
  needBytes: number
}

export type Admission =
  | { type: 'fits' }
  /** These leave at once. */
  | { type: 'swap'; leave: EngineName[] }
  /** One of those that must leave still works. */
  | { type: 'wait' }

/**
 * What engines may take together: a GPU less a tenth, at least a gigabyte, for the screen and the driver; half of a
 * processor's memory, since other programs live there. A device that does not tell its size shares the processor's.
 */
export function planBudget(
  device: Device,
  memory: { totalBytes: number | null; systemBytes: number },
  override: number | null,
): number {
  if (override !== null) return override
  const { totalBytes, systemBytes } = memory
  if (memoryOfDevice(device) !== 'card' || totalBytes === null) return Math.floor(systemBytes / 2)
  return Math.max(0, Math.floor(totalBytes - Math.max(totalBytes / 10, GIB)))
}

/**
 * Makes room for an engine. Those that are not pinned leave before those that are, the longest unused first, and no
 * more of them than it takes. One that is larger than the whole budget is let in alone: the budget is a guess.
 */
export function planAdmission(budgetBytes: number, needBytes: number, others: readonly Tenant[]): Admission {
  const inside = others.filter(({ isIn }) => isIn)
  let freeBytes = budgetBytes - sumNeeds(inside)
  if (needBytes <= freeBytes) return { type: 'fits' }
  const order = [...inside].sort(
    (a, b) => Number(a.isPinned) - Number(b.isPinned) || a.lastUsedAt - b.lastUsedAt,
  )
  const leaving: Tenant[] = []
  for (const tenant of order) {
    if (needBytes <= freeBytes) break
    freeBytes += tenant.needBytes
    leaving.push(tenant)
  }
  if (leaving.length === 0) return { type: 'fits' }
  if (leaving.some(({ isBusy }) => isBusy)) return { type: 'wait' }
  return { type: 'swap', leave: leaving.map(({ engine }) => engine) }
}

/** Whether a pinned engine that had to leave may come back: only what is not pinned and does not work makes way. */
export function mayReturn(budgetBytes: number, needBytes: number, others: readonly Tenant[]): boolean {
  const admission = planAdmission(budgetBytes, needBytes, others)
  if (admission.type !== 'swap') return admission.type === 'fits'
  return others.every(({ engine, isPinned }) => !isPinned || !admission.leave.includes(engine))
}

/** `together` when all of the engines that may be wanted on a device fit at once. */
export function planPolicy(
  budgetBytes: number,
  tenants: readonly Pick<Tenant, 'needBytes'>[],
): MemoryLedger['policy'] {
  return sumNeeds(tenants) <= budgetBytes ? 'together' : 'swap'
}

/** What is known of an engine's memory, in bytes. */
export interface Measured {
  expectedBytes: number
  loadedBytes: number | null
  peakBytes: number | null
  /** Set when it ran out of memory beside others: it needs all there is. */
  floorBytes: number
}

/** Before its first work a measured load is only its weights: the rest of what is expected still comes. */
export function needOf({ expectedBytes, loadedBytes, peakBytes, floorBytes }: Measured): number {
  const known = peakBytes ?? Math.max(loadedBytes ?? 0, expectedBytes)
  return Math.max(known, floorBytes)
}

const sumNeeds = (tenants: readonly Pick<Tenant, 'needBytes'>[]) =>
  tenants.reduce((sum, { needBytes }) => sum + needBytes, 0)
