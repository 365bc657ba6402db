/** One sidecar over HTTP: the only code that knows its routes. Every reply is parsed with the contracts. */
import {
  type ChatEvent,
  type ChatRequest,
  ModelStatus,
  type PerceptionRequest,
  PerceptionResult,
  type PictureKey,
  type ReasoningOptions,
  ReasoningResult,
  SidecarHealth,
  type TaskInput,
  type TaskName,
  type TaskOptions,
  TaskResponse,
} from '@vitrine/contracts'
import { FormData } from 'undici'
import { z } from 'zod'
import { readChat } from './chat-call.ts'
import { createModelManagement, type ManagementRequest, type ModelManagement } from './model-management.ts'
import { parse, send } from './sidecar-http.ts'

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
  /** The events of an answer; the last one is `done` or `failed`. A connection that is lost before throws. */
  chat(request: ChatRequest, pictures: ChatPictures, signal: AbortSignal): AsyncIterable<ChatEvent>
}

/** The bytes of every picture that a chat names. */
export type ChatPictures = ReadonlyMap<PictureKey, ImageBytes>

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

/**
 * Throws AppErrors only: the sidecar's own, `sidecar-unreachable`, `deadline-exceeded` or `cancelled`.
 * @param options.silenceMs How long a chat may say nothing at all before its connection is taken for lost.
 */
export function createSidecar(url: string, { silenceMs }: { silenceMs?: number } = {}): Sidecar {
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
    chat: (request, pictures, signal) => readChat(url, { request, pictures, signal }, silenceMs),
  }
}

interface Call {
  image: ImageBytes
  options: PerceptionRequest | ReasoningOptions | z.input<typeof TaskOptions>
  signal: AbortSignal
}
