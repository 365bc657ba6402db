/** The system page: what runs, on what, how full, how fast. */
import * as z from 'zod'
import { SidecarHealth } from './health.ts'
import { ModelStatus } from './models.ts'
import { PerceptionSettings } from './perception.ts'
import { PipelineStatus } from './pipeline.ts'
import { TriageThresholds } from './reasoning.ts'

export const Settings = z.object({
  triage: TriageThresholds,
  perception: PerceptionSettings.prefault({}),
  /** Days an image stays in the trash. */
  trashDays: z.int().min(1).max(365).default(30),
})
export type Settings = z.infer<typeof Settings>

/** How the watched import folder is; figures count from the start of the process. */
export const ImportStatus = z.object({
  /** `missing`: waited for; `problem`: nothing is taken in at the moment, `problem` says why. */
  state: z.enum(['stopped', 'watching', 'missing', 'problem']),
  problem: z.string().nullable(),
  /** Files that were found and not looked at yet. */
  waiting: z.int().nonnegative(),
  /** Images taken in. */
  imported: z.int().nonnegative(),
  /** Files and images whose bytes were known. */
  duplicates: z.int().nonnegative(),
  /** Files and images that could not be read. */
  rejected: z.int().nonnegative(),
  /** The last that could not be read, newest first. */
  failures: z.array(z.object({ fileName: z.string(), reason: z.string() })).max(20),
})
export type ImportStatus = z.infer<typeof ImportStatus>

export const SystemReport = z.object({
  version: z.string(),
  /** Null while the sidecar does not answer; `sidecarProblem` says why. */
  sidecar: SidecarHealth.nullable(),
  sidecarProblem: z.string().nullable(),
  models: z.array(ModelStatus),
  pipeline: PipelineStatus,
  storage: z.object({
    dataDir: z.string(),
    images: z.int().nonnegative(),
    trashed: z.int().nonnegative(),
    originalBytes: z.int().nonnegative(),
    variantBytes: z.int().nonnegative(),
    databaseBytes: z.int().nonnegative(),
    freeBytes: z.int().nonnegative(),
  }),
  versions: z.object({ node: z.string(), sqlite: z.string(), next: z.string(), sharp: z.string() }),
  importDir: z.string().nullable(),
  /** Null when no folder is watched. */
  importStatus: ImportStatus.nullable().default(null),
  uptimeSeconds: z.number().nonnegative(),
})
export type SystemReport = z.infer<typeof SystemReport>
