/** A server that does not answer, or not to the end, in a plain sentence: pure. */
import { AppError } from '@vitrine/contracts'

const WAIT_SECONDS = 5

/** Why there was no answer at all, or no end of one. */
export function explainSilence(thrown: unknown, server: string, hasBegun: boolean): AppError {
  if (thrown instanceof AppError) return thrown
  if (hasBegun)
    return new AppError('engine-crashed', `The server at ${server} broke off in the middle of its answer.`, {
      cause: thrown,
    })
  return new AppError('engine-starting', `The server at ${server} does not answer${describeCode(thrown)}.`, {
    cause: thrown,
    suggestion: 'Start it, or correct its address; it is tried again by itself.',
    retryAfterSeconds: WAIT_SECONDS,
  })
}

const CODES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name cannot be looked up',
  UND_ERR_CONNECT_TIMEOUT: 'no connection came about',
  ETIMEDOUT: 'no connection came about',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak https',
}

function describeCode(thrown: unknown): string {
  if (thrown instanceof Error && thrown.name === 'TimeoutError') return ' in time'
  const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  const words = CODES[code] ?? code
  return words === '' ? '' : `: ${words}`
}
