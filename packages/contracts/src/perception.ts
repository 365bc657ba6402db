/** Stage 1: one image in, everything the perception engine saw out. */
import * as z from 'zod'
import { Size } from './geometry.ts'
import { EngineName, ModelRef } from './models.ts'
import {
  Colour,
  Detection,
  Embedding,
  KindDecision,
  TaskInput,
  TaskName,
  TaskResult,
  TextRegion,
} from './tasks.ts'

/** Who waits: a person before a screen, or a batch that has time. */
export const Priority = z.enum(['interactive', 'batch'])
export type Priority = z.infer<typeof Priority>

/** What stage 1 may ask of a picture; the engine answers all of them from one look at it. */
export const PerceptionTask = TaskName.extract([
  'caption',
  'detailed-caption',
  'more-detailed-caption',
  'object-detection',
  'dense-region-caption',
  'ocr-with-region',
])
export type PerceptionTask = z.infer<typeof PerceptionTask>

/** How stage 1 reads. An engine that cannot choose (the builtin one) reads all that it can. */
export const PerceptionSettings = z.object({
  tasks: z
    .array(PerceptionTask)
    .min(1)
    .default(['object-detection', 'ocr-with-region', 'detailed-caption', 'caption']),
  /** Large pages are read again in tiles, since small print is lost at the model's own size; `auto`: where it pays. */
  tiledOcr: z.enum(['auto', 'always', 'never']).default('auto'),
})
export type PerceptionSettings = z.infer<typeof PerceptionSettings>

/** The `options` part of the sidecar's multipart requests; the other part is `image`, the bytes. */
export const RequestOptions = z.object({
  priority: Priority.default('interactive'),
  /** The most milliseconds the caller waits, queueing included. */
  deadlineMs: z.int().min(1).max(600_000).default(120_000),
  /** Which engine is wanted; the best present one when left out. */
  engine: EngineName.optional(),
})
export type RequestOptions = z.infer<typeof RequestOptions>

export const PerceptionOptions = RequestOptions.extend({ settings: PerceptionSettings.prefault({}) })
export type PerceptionOptions = z.infer<typeof PerceptionOptions>
/** As a caller writes them: what is left out has its default. */
export type PerceptionRequest = z.input<typeof PerceptionOptions>

export const TaskOptions = RequestOptions.extend({ input: TaskInput.default({}) })
export type TaskOptions = z.infer<typeof TaskOptions>

/** Which model answered which task. */
export const TaskProvenance = z.object({
  task: TaskName,
  model: ModelRef,
  promptVersion: z.string().optional(),
})
export type TaskProvenance = z.infer<typeof TaskProvenance>

export const Timings = z.object({
  decodeMs: z.number().nonnegative(),
  queueMs: z.number().nonnegative(),
  engineMs: z.number().nonnegative(),
  totalMs: z.number().nonnegative(),
})
export type Timings = z.infer<typeof Timings>

export const PerceptionResult = z.object({
  engine: EngineName,
  /** `template`: put together from what was found; `model`: written by a captioning model. */
  captionKind: z.enum(['template', 'model']),
  /** Upright size of the image that was read. */
  size: Size,
  caption: z.string(),
  detailedCaption: z.string(),
  detections: z.array(Detection),
  /** In reading order; their texts joined by newlines are the image's OCR text. */
  textRegions: z.array(TextRegion),
  kind: KindDecision,
  colours: z.array(Colour),
  embedding: Embedding.optional(),
  provenance: z.array(TaskProvenance),
  /** What went less well than it should, in plain sentences. */
  warnings: z.array(z.string()),
  timings: Timings,
})
export type PerceptionResult = z.infer<typeof PerceptionResult>

export const TaskResponse = z.object({
  engine: EngineName,
  task: TaskName,
  model: ModelRef,
  size: Size,
  result: TaskResult,
  warnings: z.array(z.string()),
  timings: Timings,
})
export type TaskResponse = z.infer<typeof TaskResponse>

/** The image's OCR text: its regions' texts, a line each. */
export function joinText(textRegions: readonly TextRegion[]): string {
  return textRegions.map((region) => region.text).join('\n')
}
