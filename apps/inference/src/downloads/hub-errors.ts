/** What goes wrong with the hub, in plain sentences: pure. */
import { AppError } from '@vitrine/contracts'

const WAYS_OUT =
  'Behind a proxy, set HTTPS_PROXY. Where there is a mirror, set HF_ENDPOINT to its address. ' +
  'Without a network, copy the files into a folder and set VITRINE_MODELS_DIR to it.'

/** No answer at all, or none that is worth waiting for. */
export function unreachable(host: string, cause?: unknown): AppError {
  return new AppError('hub-unreachable', `The model hub at ${host} cannot be reached.`, {
    cause,
    suggestion: WAYS_OUT,
  })
}

export function brokenOff(file: string, cause?: unknown): AppError {
  return new AppError('hub-unreachable', `The connection broke off during ${file}.`, {
    cause,
    suggestion: 'Start the download again: it goes on from where it stopped.',
  })
}

/** `retryable`: whether it may have been our own part of it. */
export function otherBytes(file: string, retryable: boolean): AppError {
  return new AppError('conflict', `The bytes that came for ${file} are not those of the file.`, {
    suggestion: 'Start the download again. If it stays so, a mirror or proxy on the way changes files.',
    retryable,
  })
}

/** An answer that is not the one asked for. `what`: what was asked for, in a sentence. */
export function refused(response: { status: number; retryAfter: string | null }, asked: Asked): AppError {
  const { status } = response
  const { host, what } = asked
  if (asked.isHub && (status === 401 || status === 403))
    return new AppError(
      'unauthorized',
      `The hub at ${host} gives out ${what} only to those who may have it.`,
      {
        suggestion: 'Accept its licence on its page there, and set HF_TOKEN to a token of your account.',
        retryable: false,
      },
    )
  if (asked.isHub && status === 404)
    return new AppError('not-found', `The hub at ${host} has no ${what}.`, {
      suggestion: 'If HF_ENDPOINT names a mirror, check that it mirrors this repository.',
    })
  if (status === 429)
    return new AppError('hub-unreachable', `The hub at ${host} is asked too often at the moment.`, {
      suggestion: 'Start the download again later: it goes on from where it stopped.',
      retryAfterSeconds: parseRetryAfter(response.retryAfter),
    })
  return new AppError('hub-unreachable', `The hub at ${host} answered ${status} when asked for ${what}.`, {
    suggestion: WAYS_OUT,
    retryable: status >= 500 || !asked.isHub,
  })
}

export interface Asked {
  host: string
  what: string
  /** Whether the hub itself answered, and not a host that it sent us to. */
  isHub: boolean
}

const DEFAULT_WAIT_SECONDS = 5

/** Seconds; a date, or nothing, counts as five seconds. */
function parseRetryAfter(value: string | null): number {
  const seconds = Number(value)
  return value && Number.isFinite(seconds) && seconds > 0 ? seconds : DEFAULT_WAIT_SECONDS
}
