/**
 * What an engine is to the rest of the sidecar. An engine lives in a child process of its own,
 * knows neither HTTP nor other engines, and is handed decoded pictures.
 */
import type {
  AppError,
  ChatMessage,
  ChatUsage,
  Device,
  EngineName,
  FinishReason,
  ModelRef,
  PerceptionResult,
  PerceptionSettings,
  PictureKey,
  ReasoningOptions,
  ReasoningResult,
  StageName,
  TaskInput,
  TaskName,
  TaskResult,
} from '@vitrine/contracts'
import type { DecodedImage } from '../image/image.ts'

/** A model an engine brings, for `GET /v1/models`. */
export interface EngineModel {
  model: ModelRef
  stages: StageName[]
  tasks: TaskName[]
  licence: string
  sizeBytes: number
}

/** Stage 1's result less what the sidecar adds around it. */
export type PerceptionOutput = Omit<PerceptionResult, 'engine' | 'size' | 'timings'>

export interface TaskOutput {
  model: ModelRef
  result: TaskResult
  warnings: string[]
}

/** Stage 2's result less what the sidecar adds around it. */
export type ReasoningOutput = Omit<ReasoningResult, 'engine' | 'timings'>

/** What stage 2 is told beside the picture: why it was asked, and what stage 1 saw. */
export type ReasoningContext = Pick<ReasoningOptions, 'reasons' | 'perception'>

/** A picture of a chat; decoded when it is needed, once, since the engine may know it from an earlier turn. */
export interface ChatPicture {
  /** As it was sent: a JPEG, PNG, WebP … */
  bytes: Uint8Array
  decode(): Promise<DecodedImage>
}

/** A chat's next answer, as the engine is asked for it. */
export interface ChatJob {
  messages: readonly ChatMessage[]
  /** Every picture that a part of a message names. */
  pictures: ReadonlyMap<PictureKey, ChatPicture>
  /** Under this a cache may be kept; the messages say whether it still holds. */
  conversation?: string
  /** One of the engine's models; the one in use when left out. */
  model?: string
  maxTokens: number
  maxPixels: number
  /** 0: the likeliest token, always. */
  temperature: number
}

/** What an engine says while it answers: one `started`, then any of the others. */
export type EngineChatEvent =
  | { type: 'started'; model: ModelRef }
  | { type: 'reading'; doneTokens: number; totalTokens: number }
  | { type: 'text'; text: string }

/** The end of an answer. What the queue costs is the sidecar's to add. */
export interface ChatOutput {
  model: ModelRef
  finish: FinishReason
  usage: Omit<ChatUsage, 'queueMs'>
  warnings: string[]
}

/** One picture's answer in a batch: a bad picture fails alone. */
export type Settled<T> = { ok: true; value: T } | { ok: false; error: AppError }

/** A picture and how stage 1 is to read it. */
export interface PerceptionInput {
  image: DecodedImage
  settings: PerceptionSettings
}

export interface Engine {
  readonly device: Device
  readonly models: readonly EngineModel[]
  /** The longest side, in pixels, that it wants pictures decoded to; the decoder's own limit when left out. */
  readonly decodeSide?: number
  /** Work on a picture that can be done ahead of its turn, while another batch runs. */
  prepare?(image: DecodedImage): Promise<void>
  /** One batch, answers in the same order. Stops between pictures when the signal aborts. */
  perceive(pictures: readonly PerceptionInput[], signal: AbortSignal): Promise<Settled<PerceptionOutput>[]>
  runTask(
    image: DecodedImage,
    request: { task: TaskName; input: TaskInput },
    signal: AbortSignal,
  ): Promise<TaskOutput>
  /** Present exactly when the manifest lists the stage `reasoning`. */
  reason?(image: DecodedImage, context: ReasoningContext, signal: AbortSignal): Promise<ReasoningOutput>
  /**
   * Present exactly when `reason` is. Text goes out as it is written, in pieces that are whole characters. Ends
   * within a token of the signal's abort, then rejects with `cancelled`. Called as often at once as the manifest's
   * `parallelChats` says.
   */
  chat?(job: ChatJob, say: (event: EngineChatEvent) => void, signal: AbortSignal): Promise<ChatOutput>
  /** Frees sessions and device memory; the engine is not used afterwards. */
  dispose(): Promise<void>
}

/** What is known of an engine before it is loaded: read in the HTTP process, so it imports nothing native. */
export interface EngineManifest {
  name: EngineName
  stages: readonly StageName[]
  tasks: readonly TaskName[]
  /** The models it brings, as far as is known before it is loaded: a size not known yet is 0. */
  models?: readonly EngineModel[]
  /** The most pictures in one `perceive` call. */
  batchSize: number
  /** The most deep readings and chats at once; 1 when left out. */
  parallelChats?: number
}
