/** Stage 2: the deep reading of an image that triage sent on. */
import * as z from 'zod'
import { EngineName, ModelRef } from './models.ts'
import { PerceptionResult, RequestOptions, Timings } from './perception.ts'

/** Why an image goes on to stage 2. */
export const TriageReason = z.enum([
  'many-objects',
  'much-text',
  'receipt-like',
  'form-like',
  'table-like',
  'chart-like',
  'document-like',
  'by-hand',
])
export type TriageReason = z.infer<typeof TriageReason>

/** The triage decision: `reasons` is empty exactly when stage 2 is not needed. */
export const TriageDecision = z.object({
  needsReasoning: z.boolean(),
  reasons: z.array(TriageReason),
  /** One sentence for a person: "7 objects (more than 5) and 243 characters of text (more than 100)." */
  explanation: z.string(),
})
export type TriageDecision = z.infer<typeof TriageDecision>

/** Where triage draws its lines; a person may move them. */
export const TriageThresholds = z.object({
  /** More objects than this go on. */
  maxObjects: z.int().min(0).default(5),
  /** More characters of text than this go on. */
  maxTextLength: z.int().min(0).default(100),
  /** Detections below this score do not count; those without a score do. */
  minScore: z.number().min(0).max(1).default(0.5),
  /** Whether text that looks like a receipt, form, table or document goes on by itself. */
  documentLike: z.boolean().default(true),
})
export type TriageThresholds = z.infer<typeof TriageThresholds>

export const ReasoningOptions = RequestOptions.extend({
  reasons: z.array(TriageReason),
  /** What stage 1 saw, given to the model as context. */
  perception: PerceptionResult,
})
export type ReasoningOptions = z.infer<typeof ReasoningOptions>

/** A named value that a reading found: `total` = `21.05`. `number` is there where the value is one, in its own unit. */
export const ReadingField = z.object({
  /** Lower-case words with hyphens, in English: `total`, `invoice-number`, `due-date`. */
  name: z
    .string()
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
    .max(64),
  /** As it stands in the picture. */
  value: z.string().min(1).max(1000),
  number: z.number().nullable().default(null),
  /** ISO 4217 code or unit, where the picture gives one. */
  unit: z.string().max(16).nullable().default(null),
})
export type ReadingField = z.infer<typeof ReadingField>

/** Rows as they stand in the picture; every row has as many cells as there are columns. */
export const ReadingTable = z.object({
  title: z.string().max(200),
  columns: z.array(z.string().max(200)).min(1).max(40),
  rows: z.array(z.array(z.string().max(1000))).max(500),
})
export type ReadingTable = z.infer<typeof ReadingTable>

export const ReasoningResult = z.object({
  engine: EngineName,
  model: ModelRef,
  promptVersion: z.string(),
  reading: z.string(),
  fields: z.array(ReadingField).default([]),
  tables: z.array(ReadingTable).default([]),
  warnings: z.array(z.string()),
  timings: Timings,
})
export type ReasoningResult = z.infer<typeof ReasoningResult>
