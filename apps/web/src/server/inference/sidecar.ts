/** One sidecar over HTTP: the only code that knows its routes. Every reply is parsed with the contracts. */
import {
  AppError,
  ModelStatus,
  type PerceptionRequest,
  PerceptionResult,
  type ReasoningOptions,
  ReasoningResult,
  SidecarHealth,
  type TaskInput,
  type TaskName,
  type TaskOptions,
  TaskResponse,
  WireError,
} from '@vitrine/contracts'
import { z } from 'zod'
import { createModelManagement, type ManagementRequest, type ModelManagement } from './model-management.ts'

/** An image on its way to the sidecar. */
export interface ImageBytes {
  bytes: Uint8Array<ArrayBuffer>
  mediaType: string
  fileName: string
}

export interface Sidecar {
  /** Its address, without a slash at the end. */
  readonly url: string
  health(signal?: AbortSignal): Promise<SidecarHealth>
  models(signal?: AbortSignal): Promise<ModelStatus[]>
  readonly management: ModelManagement
  perceive(image: ImageBytes, options: PerceptionRequest, signal: AbortSignal): Promise<PerceptionResult>
  reason(image: ImageBytes, options: ReasoningOptions, signal: AbortSignal): Promise<ReasoningResult>
  /** One task for a person who waits. */
  runTask(image: ImageBytes, request: TaskRequest, signal: AbortSignal): Promise<TaskResponse>
}

/** A task with what it needs beside the image. */
export interface TaskRequest {
  task: TaskName
  input: TaskInput
}

/** What the contracts fill in. */
const DEFAULT_DEADLINE_MS = 120_000
const HEALTH_TIMEOUT_MS = 3_000
/** The sidecar ends a request at its deadline by itself; this much later the connection is taken for dead. */
const GRACE_MS = 10_000

const ModelsReply = z.object({ models: z.array(ModelStatus) })

/** Throws AppErrors only: the sidecar's own, `sidecar-unreachable`, `deadline-exceeded` or `cancelled`. */
export function createSidecar(url: string): Sidecar {
  const get = async <T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> =>
    parse(schema, await send(url, path, { timeoutMs: HEALTH_TIMEOUT_MS, ...(signal ? { signal } : {}) }))

  const post = async <T>(path: string, schema: z.ZodType<T>, call: Call): Promise<T> => {
    const body = new FormData()
    body.set('image', new Blob([call.image.bytes], { type: call.image.mediaType }), call.image.fileName)
    body.set('options', JSON.stringify(call.options))
    const timeoutMs = (call.options.deadlineMs ?? DEFAULT_DEADLINE_MS) + GRACE_MS
    return parse(schema, await send(url, path, { body, timeoutMs, signal: call.signal }))
  }

  const act = async ({ path, ...request }: ManagementRequest) => void (await send(url, path, request))
  const read = async <T>(schema: z.ZodType<T>, { path, ...request }: ManagementRequest): Promise<T> =>
    parse(schema, await send(url, path, request))

  return {
    url,
    management: createModelManagement({ read, act }),
    health: (signal) => get('/health', SidecarHealth, signal),
    models: async (signal) => (await get('/v1/models', ModelsReply, signal)).models,
    perceive: (image, options, signal) =>
      post('/v1/perception', PerceptionResult, { image, options, signal }),
    reason: (image, options, signal) => post('/v1/reasoning', ReasoningResult, { image, options, signal }),
    runTask: (image, { task, input }, signal) =>
      post(`/v1/tasks/${task}`, TaskResponse, { image, options: { priority: 'interactive', input }, signal }),
  }
}

interface Call {
  image: ImageBytes
  options: PerceptionRequest | ReasoningOptions | z.input<typeof TaskOptions>
  signal: AbortSignal
}

/** Sends a request and reads the whole answer as JSON, null when it is empty; answers other than 2xx are thrown as AppErrors. */
async function send(
  url: string,
  path: string,
  options: { method?: string; body?: unknown; timeoutMs: number; signal?: AbortSignal },
): Promise<unknown> {
  const timeout = AbortSignal.timeout(options.timeoutMs)
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout
  try {
    const response = await fetch(`${url}${path}`, { signal, cache: 'no-store', ...toInit(options) })
    const text = await response.text()
    const reply: unknown = response.ok && text === '' ? null : JSON.parse(text)
    if (!response.ok) throw readError(reply, response)
    return reply
  } catch (thrown) {
    throw explain(thrown, { url, timeout, callerSignal: options.signal })
  }
}

/** A form is sent as it is, anything else as JSON. */
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

function parse<T>(schema: z.ZodType<T>, reply: unknown): T {
  const parsed = schema.safeParse(reply)
  if (parsed.success) return parsed.data
  throw new AppError('internal', 'The sidecar answered in a form Vitrine does not know.', {
    cause: parsed.error,
    suggestion: 'The web app and the sidecar may be of different versions.',
  })
}
