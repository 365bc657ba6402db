/** How a sidecar is spoken to: requests with a deadline, and every failure as an AppError. */
import { AppError, WireError } from '@vitrine/contracts'
import { Agent, FormData, fetch, type RequestInit, type Response } from 'undici'
import type { z } from 'zod'

/**
 * Node's own fetch gives up after five minutes without an answer, and a deep reading on a slow processor takes longer:
 * every request here has a deadline of its own.
 */
const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 })

export interface SidecarRequest {
  method?: string
  /** A form, undici's own, is sent as it is, anything else as JSON. */
  body?: unknown
  timeoutMs: number
  signal?: AbortSignal
}

/** The signal that ends a request, and what a failure of it means. */
function limit(url: string, { timeoutMs, signal: callerSignal }: SidecarRequest) {
  const timeout = AbortSignal.timeout(timeoutMs)
  const silence = new AbortController()
  const signals = [timeout, silence.signal, ...(callerSignal ? [callerSignal] : [])]
  return {
    signal: AbortSignal.any(signals),
    silence,
    failure: (thrown: unknown) => explain(thrown, { url, timeout, silence: silence.signal, callerSignal }),
  }
}

/** Sends a request and reads the whole answer as JSON, null when it is empty; answers other than 2xx are thrown as AppErrors. */
export async function send(url: string, path: string, request: SidecarRequest): Promise<unknown> {
  const { signal, failure } = limit(url, request)
  try {
    const response = await fetch(`${url}${path}`, { signal, dispatcher, ...toInit(request) })
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
 * Sends a request whose answer comes in pieces, and hands them out as text; who stops reading hangs up. Throws what an
 * answer other than 2xx says, and `sidecar-unreachable` when nothing comes for `silenceMs` between two pieces.
 */
export async function* readStream(
  url: string,
  path: string,
  { silenceMs, ...request }: SidecarRequest & { silenceMs: number },
): AsyncGenerator<string> {
  const { signal, silence, failure } = limit(url, request)
  let timer: NodeJS.Timeout | undefined
  const listen = () => {
    clearTimeout(timer)
    timer = setTimeout(() => silence.abort(), silenceMs)
  }
  try {
    const response = await fetch(`${url}${path}`, { signal, dispatcher, ...toInit(request) })
    if (!response.ok) await readReply(response)
    const decoder = new TextDecoder()
    listen()
    for await (const piece of response.body ?? []) {
      // While what has come is worked on, nobody listens.
      clearTimeout(timer)
      yield decoder.decode(piece, { stream: true })
      listen()
    }
  } catch (thrown) {
    throw failure(thrown)
  } finally {
    clearTimeout(timer)
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
    silence,
    callerSignal,
  }: { url: string; timeout: AbortSignal; silence: AbortSignal; callerSignal: AbortSignal | undefined },
): AppError {
  if (thrown instanceof AppError) return thrown
  if (callerSignal?.aborted) return new AppError('cancelled', 'The request was cancelled.', { cause: thrown })
  if (timeout.aborted)
    return new AppError('deadline-exceeded', 'The inference sidecar did not answer in time.', {
      cause: thrown,
    })
  if (silence.aborted)
    return new AppError('sidecar-unreachable', `The inference sidecar at ${url} has gone silent.`, {
      cause: thrown,
      suggestion: 'Look whether its machine and the network are up, then ask again.',
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
