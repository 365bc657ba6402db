/** How the sidecar is: `GET /health`. */
import * as z from 'zod'
import { Device, EngineName, StageName } from './models.ts'
import { TaskName } from './tasks.ts'

export const EngineState = z.enum(['stopped', 'starting', 'ready', 'busy', 'restarting', 'failed'])
export type EngineState = z.infer<typeof EngineState>

export const EngineHealth = z.object({
  engine: EngineName,
  state: EngineState,
  stages: z.array(StageName),
  tasks: z.array(TaskName),
  device: Device,
  queueDepth: z.int().nonnegative(),
  running: z.int().nonnegative(),
  restarts: z.int().nonnegative(),
  rssBytes: z.int().nonnegative(),
  /** Images finished over the last minute, divided by that minute. */
  imagesPerSecond: z.number().nonnegative(),
  /** The last thing that went wrong, for a person. */
  lastError: z.string().optional(),
})
export type EngineHealth = z.infer<typeof EngineHealth>

export const SidecarHealth = z.object({
  /** `ok`: every stage's engine answers; `starting`; `degraded`: serving, but something is wrong. */
  status: z.enum(['ok', 'starting', 'degraded']),
  version: z.string(),
  pid: z.int(),
  uptimeSeconds: z.number().nonnegative(),
  engines: z.array(EngineHealth),
  runtime: z.object({
    node: z.string(),
    platform: z.string(),
    cpus: z.int(),
    memoryBytes: z.int(),
    onnxruntime: z.string(),
    libvips: z.string(),
  }),
})
export type SidecarHealth = z.infer<typeof SidecarHealth>
