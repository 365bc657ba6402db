/** The supervisor's decisions, pure: when to restart, when a child hangs, when it is replaced. */

/** Something that runs in a child. */
export type Running =
  | { type: 'batch'; startedAt: number; pictures: number }
  | { type: 'chat'; startedAt: number; lastSaidAt: number }

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
  /** The most time in which a chat gives no sign of getting on, while the heartbeat goes on. */
  chatQuietMs: number
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
  // A server may load a large model first, or have others before us, and says nothing meanwhile.
  chatQuietMs: 900_000,
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
  child: { now: number; lastHeardAt: number; running: readonly Running[] },
  limits: ChildLimits,
): string | null {
  const { now, lastHeardAt, running } = child
  const [first] = running
  if (!first)
    return now - lastHeardAt > limits.idleSilenceMs ? `was silent for ${seconds(now - lastHeardAt)}` : null
  const silentSince = Math.max(lastHeardAt, Math.min(...running.map(({ startedAt }) => startedAt)))
  if (now - silentSince > limits.busySilenceMs)
    return `was silent for ${seconds(now - silentSince)} during a ${first.type}`
  for (const one of running) {
    const late = findLate(one, now, limits)
    if (late) return late
  }
  return null
}

/** A batch has its time by the picture; a chat may take what it takes, as long as it gets on. */
function findLate(running: Running, now: number, limits: ChildLimits): string | null {
  switch (running.type) {
    case 'batch': {
      const mostMs = limits.pictureMs * running.pictures
      return now - running.startedAt > mostMs ? `did not finish a batch within ${seconds(mostMs)}` : null
    }
    case 'chat': {
      const quietMs = now - running.lastSaidAt
      return quietMs > limits.chatQuietMs ? `did not get on with a chat for ${seconds(quietMs)}` : null
    }
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`
