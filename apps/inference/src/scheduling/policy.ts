/** The queue's decisions, pure: who is let in, who is next, and who shares a batch. */
import type { Priority } from '@vitrine/contracts'

/** A request in the queue, as far as the order of work is concerned. */
export interface Waiting {
  /** Only requests of one kind share a batch. */
  kind: string
  /** Whether its kind can share a batch at all. */
  batchable: boolean
  /** Whether its kind can run beside others of such a kind. */
  parallel: boolean
  priority: Priority
  /** Milliseconds on the queue's clock. */
  enqueuedAt: number
  /** Set once its batch has crashed: it runs by itself, so that it can harm nobody else. */
  alone: boolean
}

export interface QueueRules {
  /** The most requests in one batch. */
  batchSize: number
  /** The most requests of a parallel kind that run at once. */
  parallel: number
  /** How long a lone request waits for company. */
  collectMs: number
  /** From this age on, a batch request gets its turn between interactive ones. */
  agedMs: number
  /** Interactive batches in a row before an aged batch request has its turn. */
  interactiveStreak: number
  /** The most requests of each priority that wait; a full batch lane never shuts a person out. */
  depth: Record<Priority, number>
  /** The most bytes that wait, of both priorities together. */
  maxWaitingBytes: number
}

export const DEFAULT_RULES: Omit<QueueRules, 'batchSize'> = {
  parallel: 1,
  collectMs: 5,
  agedMs: 10_000,
  interactiveStreak: 3,
  depth: { interactive: 64, batch: 64 },
  maxWaitingBytes: 1024 ** 3,
}

/** Whether one more request of this priority and size may wait. An empty queue takes any size. */
export function admits(
  waiting: readonly (Waiting & { sizeBytes: number })[],
  request: { priority: Priority; sizeBytes: number },
  rules: QueueRules,
): boolean {
  if (waiting.length === 0) return true
  const sameLane = waiting.filter((entry) => entry.priority === request.priority).length
  const bytes = waiting.reduce((sum, entry) => sum + entry.sizeBytes, request.sizeBytes)
  return sameLane < rules.depth[request.priority] && bytes <= rules.maxWaitingBytes
}

/**
 * The next batch, in order of arrival within its priority. People go first; after a streak of them,
 * an aged batch request has its turn, so that a busy gallery never starves an import.
 * Priorities do not mix: a person would wait for every picture in the batch.
 */
export function pickBatch<T extends Waiting>(
  waiting: readonly T[],
  turn: { now: number; interactiveStreak: number },
  rules: QueueRules,
): T[] {
  const priority = pickPriority(waiting, turn, rules)
  const lane = waiting.filter((entry) => entry.priority === priority)
  const head = lane[0]
  if (!head) return []
  if (head.alone || !head.batchable) return [head]
  return lane.filter((entry) => entry.kind === head.kind && !entry.alone).slice(0, rules.batchSize)
}

function pickPriority(
  waiting: readonly Waiting[],
  turn: { now: number; interactiveStreak: number },
  rules: QueueRules,
): Priority {
  if (!waiting.some((entry) => entry.priority === 'interactive')) return 'batch'
  const oldestBatch = waiting.find((entry) => entry.priority === 'batch')
  const isDue = oldestBatch !== undefined && turn.now - oldestBatch.enqueuedAt >= rules.agedMs
  return isDue && turn.interactiveStreak >= rules.interactiveStreak ? 'batch' : 'interactive'
}

/** Whether a batch may begin beside what runs: an idle engine takes any, and who has crashed before runs by itself. */
export function mayBegin(batch: readonly Waiting[], running: readonly Waiting[], rules: QueueRules): boolean {
  if (running.length === 0) return true
  const canShare = [...running, ...batch].every(({ parallel, alone }) => parallel && !alone)
  return canShare && running.length + batch.length <= rules.parallel
}

/** How many requests are before this one, those that run included where it cannot begin beside them. */
export function countAhead<T extends Waiting>(
  entry: T,
  { waiting, running }: { waiting: readonly T[]; running: readonly T[] },
  rules: QueueRules,
): number {
  const place = waiting.indexOf(entry)
  const before = waiting.filter((other, index) =>
    other.priority === entry.priority ? index < place : other.priority === 'interactive',
  ).length
  return mayBegin([entry], running, rules) ? before : before + running.length
}

/** How long to wait for company before this batch goes; 0 when it is full or nobody can join it. */
export function remainingCollectMs(batch: readonly Waiting[], now: number, rules: QueueRules): number {
  const head = batch[0]
  if (!head || head.alone || !head.batchable || batch.length >= rules.batchSize) return 0
  return Math.max(0, head.enqueuedAt + rules.collectMs - now)
}

/** When to come again: the time the queue needs at its pace, 1 to 60 whole seconds; 5 when there is no pace yet. */
export function retryAfterSeconds(depth: number, imagesPerSecond: number): number {
  if (imagesPerSecond <= 0) return 5
  return Math.min(60, Math.max(1, Math.ceil(depth / imagesPerSecond / 2)))
}
