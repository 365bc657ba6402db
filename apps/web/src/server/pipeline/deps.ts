import type { JobStore, SettingsStore } from '@vitrine/db'
import type { Inference } from '../inference/inference.ts'
import type { Log } from '../log.ts'

/** What the pipeline works with; built in the composition root. */
export interface PipelineDeps {
  jobs: JobStore
  settings: SettingsStore
  /** The bytes of a blob, or null when its file is gone. */
  readBlob(sha256: string): Promise<Uint8Array<ArrayBuffer> | null>
  inference: Inference
  /** Called after every commit: whoever follows the event table may look. */
  onChange(): void
  log: Log
  /** Milliseconds since 1970. */
  now(): number
}

export interface PipelineTiming {
  /** How long a claim holds without a sign of life; a crashed worker's images wait this long. */
  leaseMs: number
  /** How often the queue is looked at when nobody pokes. */
  pollMs: number
  /** How often the sidecars are asked how they are. */
  healthMs: number
  /** How long a stop lets images finish before it hands them back. */
  graceMs: number
}

export const DEFAULT_TIMING: PipelineTiming = {
  leaseMs: 20_000,
  pollMs: 500,
  healthMs: 2_000,
  graceMs: 3_000,
}
