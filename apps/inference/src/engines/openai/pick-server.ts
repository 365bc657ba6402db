/** Which of several servers is asked, and which error is told when all have failed: pure. */
import type { AppError, ErrorCode } from '@vitrine/contracts'

export interface Candidate {
  /** Questions under way. */
  inFlight: number
  lastUsedAt: number
  /** Not asked before then, while another can be. Milliseconds on one clock, as the other times here. */
  restUntil: number
}

/**
 * The least busy first, of those the one unused for longest; those that rest come last, the soonest up first.
 * `preferred` comes first while it does not rest.
 */
export function orderServers<T extends Candidate>(servers: readonly T[], now: number, preferred?: T): T[] {
  const restOf = ({ restUntil }: T) => Math.max(0, restUntil - now)
  const isOther = (server: T) => (server === preferred ? 0 : 1)
  return [...servers].sort(
    (a, b) =>
      restOf(a) - restOf(b) ||
      isOther(a) - isOther(b) ||
      a.inFlight - b.inFlight ||
      a.lastUsedAt - b.lastUsedAt,
  )
}

/** Whether another server may do better. */
const FAILOVER = new Set<ErrorCode>([
  'engine-busy',
  'engine-starting',
  'engine-crashed',
  'out-of-memory',
  'deadline-exceeded',
  'no-engine',
])
export const isWorthAnother = ({ code }: AppError) => FAILOVER.has(code)

const FIRST_REST_MS = 2_000
const LONGEST_REST_MS = 60_000

/** How long a server rests after its failure, and whether what was known of it still holds. */
export function planRest(
  { code, retryAfterSeconds }: AppError,
  failures: number,
): { restMs: number; isForgotten: boolean } {
  const growing = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** Math.min(failures, 10))
  switch (code) {
    case 'engine-busy':
      return { restMs: (retryAfterSeconds ?? 1) * 1000, isForgotten: false }
    case 'engine-starting':
      return { restMs: growing, isForgotten: true }
    case 'no-engine':
      return { restMs: LONGEST_REST_MS, isForgotten: true }
    default:
      return { restMs: growing, isForgotten: false }
  }
}

/** What says most comes first: a busy server will do it, one that is off says nothing about the picture. */
const TELLING: readonly ErrorCode[] = [
  'engine-busy',
  'out-of-memory',
  'engine-crashed',
  'deadline-exceeded',
  'no-engine',
  'engine-starting',
  'task-unsupported',
]

export function mostTelling(errors: readonly AppError[]): AppError | undefined {
  const rank = ({ code, retryAfterSeconds }: AppError) =>
    [TELLING.indexOf(code), retryAfterSeconds ?? 0] as const
  return [...errors].sort((a, b) => {
    const [codeA, waitA] = rank(a)
    const [codeB, waitB] = rank(b)
    return codeA - codeB || waitA - waitB
  })[0]
}
