/** Jobs and the pipeline's state. */
import * as z from 'zod'
import { ImageId, Selection } from './image.ts'
import { Instant } from './instant.ts'
import { EngineName, ModelRef, StageName } from './models.ts'

export const JobState = z.enum(['waiting', 'queued', 'running', 'done', 'failed', 'cancelled', 'skipped'])
export type JobState = z.infer<typeof JobState>

export const Job = z.object({
  id: z.int().positive(),
  imageId: ImageId,
  stage: StageName,
  state: JobState,
  /** Higher first. */
  priority: z.int(),
  attempts: z.int().nonnegative(),
  runAt: Instant,
  /** Why it waits, was skipped or failed. */
  detail: z.string().nullable(),
})
export type Job = z.infer<typeof Job>

/** The model that reads now; "older" is all that another model (id, revision, dtype), or another engine, has read. */
export const OlderThan = z.union([ModelRef, z.object({ engine: EngineName })])
export type OlderThan = z.infer<typeof OlderThan>

/** What is to be read anew. */
export const RerunTarget = z.union([
  Selection,
  z.object({ olderThan: OlderThan }),
  z.object({ everything: z.literal(true) }),
])
export type RerunTarget = z.infer<typeof RerunTarget>

/** Whose two readings a person decides about. */
export const DecisionTarget = z.union([Selection, z.object({ everything: z.literal(true) })])
export type DecisionTarget = z.infer<typeof DecisionTarget>

/** How a job ended, as the worker sees it. */
export type JobOutcome =
  | { type: 'succeeded' }
  | { type: 'skipped'; reason: string }
  /** The engine was busy or starting: no attempt is spent. */
  | { type: 'retryLater'; at: number; reason: string }
  | { type: 'failed'; code: string; reason: string; retryable: boolean }

/** Counts of images by where they are, and the pace of the work in hand. */
export const PipelineStatus = z.object({
  paused: z.boolean(),
  queued: z.int().nonnegative(),
  perceiving: z.int().nonnegative(),
  reasoning: z.int().nonnegative(),
  /** Images whose deep reading waits for a reasoning engine. */
  waitingForReasoning: z.int().nonnegative(),
  ready: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  cancelled: z.int().nonnegative(),
  /** Images through stage 1 a second over the last minute; null when nothing ran. */
  imagesPerSecond: z.number().nonnegative().nullable(),
  /** Seconds until the queue is empty at that pace; null when not known. */
  secondsLeft: z.number().nonnegative().nullable(),
  /** Set when the sidecar does not answer or its engine is down: what a person should know. */
  problem: z.string().nullable(),
})
export type PipelineStatus = z.infer<typeof PipelineStatus>
