/** The supervisor's decisions, pure: when to restart, when a child hangs, when it is replaced. */

export interface RestartRules {
  firstDelayMs: number
  maxDelayMs: number
  /** A child that lived this long was healthy: its crash starts the count anew. */
  healthyMs: number
  /** A child that answered this many batches was healthy, too. */
  healthyBatches: number
  /** From this many failures in a row on, requests are turned away instead of kept waiting. */
  failedAfter: number
}

export interface ChildLimits {
  /** No heartbeat for this long while a batch runs: a model's run blocks the child's loop for seconds. */
  busySilenceMs: number
  /** No heartbeat for this long while nothing runs. */
  idleSilenceMs: number
  /** The most time for one picture of a batch, whatever the heartbeat says. */
  pictureMs: number
  /** The most time to load the engine. */
  loadMs: number
  /** Above this resident size a child is replaced between two batches. */
  memoryBytes: number
}

export const DEFAULT_RESTART_RULES: RestartRules = {
  firstDelayMs: 250,
  maxDelayMs: 15_000,
  healthyMs: 120_000,
  healthyBatches: 3,
  failedAfter: 4,
}

export const DEFAULT_CHILD_LIMITS: Omit<ChildLimits, 'memoryBytes'> = {
  busySilenceMs: 120_000,
  idleSilenceMs: 60_000,
  pictureMs: 120_000,
  loadMs: 180_000,
}

/** After a child's end: how many failures in a row that makes, and how long to wait. */
export function planRestart(
  previous: { failures: number; livedMs: number; batches: number },
  rules: RestartRules,
): { failures: number; delayMs: number } {
  const wasHealthy = previous.livedMs >= rules.healthyMs || previous.batches >= rules.healthyBatches
  const failures = wasHealthy ? 1 : previous.failures + 1
  return { failures, delayMs: Math.min(rules.maxDelayMs, rules.firstDelayMs * 2 ** (failures - 1)) }
}

/** Why a child must be killed, or null while it behaves. Times are milliseconds on one clock. */
export function findHang(
  child: { now: number; lastHeardAt: number; batch: { startedAt: number; pictures: number } | null },
  limits: ChildLimits,
): string | null {
  const { now, lastHeardAt, batch } = child
  if (!batch)
    return now - lastHeardAt > limits.idleSilenceMs ? `was silent for ${seconds(now - lastHeardAt)}` : null
  const silentSince = Math.max(lastHeardAt, batch.startedAt)
  if (now - silentSince > limits.busySilenceMs)
    return `was silent for ${seconds(now - silentSince)} during a batch`
  if (now - batch.startedAt > limits.pictureMs * batch.pictures)
    return `did not finish a batch within ${seconds(limits.pictureMs * batch.pictures)}`
  return null
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`
