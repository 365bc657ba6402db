/** How a command ends: the exit code, and what is said on stderr. */
import { AppError, type ErrorCode } from '@vitrine/contracts'

/** `done` · `incomplete`: the work failed, in whole or in part · `usage`: wrong arguments · `unavailable`: no Vitrine to do it. */
export const EXIT = { done: 0, incomplete: 1, usage: 2, unavailable: 3 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export const EXIT_HELP = `
Exit codes:
  0  everything was done
  1  the work failed, in whole or in part: stderr says what and why
  2  wrong arguments, or no such file
  3  Vitrine does not answer, or cannot do this now: try again later

Results go to stdout, everything else to stderr. The address is --url, else VITRINE_URL,
else this machine at VITRINE_PORT, else http://127.0.0.1:3210.`

/** A mistake in how the command was called. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

const UNAVAILABLE = new Set<ErrorCode>([
  'no-engine',
  'engine-busy',
  'engine-starting',
  'sidecar-unreachable',
  'database-busy',
  'deadline-exceeded',
  'hub-unreachable',
  'out-of-memory',
])

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return EXIT.usage
  if (error instanceof AppError && UNAVAILABLE.has(error.code)) return EXIT.unavailable
  return EXIT.incomplete
}

/** What went wrong and what to do, for a person. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const suggestion = error instanceof AppError && error.suggestion ? `\n  ${error.suggestion}` : ''
  return `${error.message}${suggestion}`
}
