/**
 * What an engine is to the rest of the sidecar. An engine lives in a child process of its own,
 * knows neither HTTP nor other engines, and is handed decoded pictures.
 */
import type {
  AppError,
  Device,
  EngineName,
  ModelRef,
  PerceptionResult,
  PerceptionSettings,
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
}
