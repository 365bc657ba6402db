/** How a sidecar is spoken to: requests with a deadline, and every failure as an AppError. */
import { AppError, WireError } from '@vitrine/contracts'
import type { z } from 'zod'

export interface SidecarRequest {
  method?: string
  /** A form is sent as it is, anything else as JSON. */
  body?: unknown
  timeoutMs: number
  signal?: AbortSignal
}

/** The signal that ends a request, and what a failure of it means. */
function limit(url: string, { timeoutMs, signal: callerSignal }: SidecarRequest) {
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = callerSignal ? AbortSignal.any([callerSignal, timeout]) : timeout
  return { signal, failure: (thrown: unknown) => explain(thrown, { url, timeout, callerSignal }) }
}

/** Sends a request and reads the whole answer as JSON, null when it is empty; answers other than 2xx are thrown as AppErrors. */
export async function send(url: string, path: string, request: SidecarRequest): Promise<unknown> {
  const { signal, failure } = limit(url, request)
  try {
    const response = await fetch(`${url}${path}`, { signal, cache: 'no-store', ...toInit(request) })
    return await readReply(response)
  } catch (thrown) {
    throw failure(thrown)
  }
}

/** The JSON of an answer; throws what an answer other than 2xx says. */
async function readReply(response: Response): Promise<unknown> {
  const text = await response.text()
  const reply: unknown = response.ok && text === '' ? null : JSON.parse(text)
  if (!response.ok) throw readError(reply, response)
  return reply
}

/**
 * Sends a request whose answer comes in pieces; they are read within `signal`. Throws what an answer other than 2xx
 * says; `failure` explains what goes wrong while the pieces are read.
 */
export async function openStream(url: string, path: string, request: SidecarRequest) {
  const { signal, failure } = limit(url, request)
  try {
    const response = await fetch(`${url}${path}`, { signal, cache: 'no-store', ...toInit(request) })
    if (!response.ok) await readReply(response)
    if (response.body === null) throw new AppError('internal', 'The sidecar answered with nothing.')
    return { pieces: response.body, failure }
  } catch (thrown) {
    throw failure(thrown)
  }
}

function toInit({ method, body }: { method?: string; body?: unknown }): RequestInit {
  if (body === undefined) return method ? { method } : {}
  if (body instanceof FormData) return { method: 'POST', body }
  const headers = { 'content-type': 'application/json' }
  return { method: method ?? 'POST', body: JSON.stringify(body), headers }
}

function readError(reply: unknown, response: Response): AppError {
  const wire = WireError.safeParse(reply)
  if (!wire.success)
    return new AppError(
      'internal',
      `The sidecar answered ${response.status} in a form Vitrine does not know.`,
      {
        cause: reply,
      },
    )
  const error = AppError.fromWire(wire.data)
  const retryAfterSeconds = Number(response.headers.get('retry-after'))
  if (error.retryAfterSeconds !== undefined || !(retryAfterSeconds > 0)) return error
  return AppError.fromWire({ error: { ...wire.data.error, retryAfterSeconds } })
}

function explain(
  thrown: unknown,
  {
    url,
    timeout,
    callerSignal,
  }: { url: string; timeout: AbortSignal; callerSignal: AbortSignal | undefined },
): AppError {
  if (thrown instanceof AppError) return thrown
  if (callerSignal?.aborted) return new AppError('cancelled', 'The request was cancelled.', { cause: thrown })
  if (timeout.aborted)
    return new AppError('deadline-exceeded', 'The inference sidecar did not answer in time.', {
      cause: thrown,
    })
  if (thrown instanceof SyntaxError)
    return new AppError('internal', `What answers at ${url} is not Vitrine's sidecar.`, { cause: thrown })
  return new AppError('sidecar-unreachable', `The inference sidecar at ${url} does not answer.`, {
    cause: thrown,
    suggestion: 'It is started again by itself; the work goes on when it is back.',
  })
}

/** Throws `internal` when it is not what the contracts say. */
export function parse<T>(schema: z.ZodType<T>, reply: unknown): T {
  const parsed = schema.safeParse(reply)
  if (parsed.success) return parsed.data
  throw new AppError('internal', 'The sidecar answered in a form Vitrine does not know.', {
    cause: parsed.error,
    suggestion: 'The web app and the sidecar may be of different versions.',
  })
}
