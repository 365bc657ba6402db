/** A whole sidecar in a test: the real app, the real child, the scripted engine in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { PerceptionOptions } from '@vitrine/contracts'
import { pino } from 'pino'
import type { z } from 'zod'
import { builtinManifest } from '../engines/builtin/manifest.ts'
import type { EngineManifest } from '../engines/engine.ts'
import { EngineHost, type RestartReason } from '../host/engine-host.ts'
import { findChildEntry } from '../host/entry.ts'
import {
  type ChildLimits,
  DEFAULT_CHILD_LIMITS,
  DEFAULT_RESTART_RULES,
  type RestartRules,
} from '../host/policy.ts'
import { createMetrics } from '../metrics.ts'
import { Residency } from '../residency/residency.ts'
import type { QueueRules } from '../scheduling/policy.ts'
import { Scheduler } from '../scheduling/scheduler.ts'
import { createServer } from '../server.ts'

export interface TestSidecarOptions {
  rules?: Partial<QueueRules>
  limits?: Partial<ChildLimits>
  restart?: Partial<RestartRules>
  /** Whether the engine is loaded from the start; else with the first request. */
  isPinned?: boolean
  idleUnloadMs?: number
  stages?: EngineManifest['stages']
  maxImageBytes?: number
  /** Another engine than the scripted one; `builtin` is the real thing. */
  engineModule?: URL | 'builtin'
  maxPixels?: number
}

export interface TestSidecar {
  app: OpenAPIHono
  host: EngineHost
  scheduler: Scheduler
  residency: Residency
  restarts: RestartReason[]
  /** Sizes of the batches that ran, in order. */
  batches: number[]
  cacheDir: string
  /** Lets every `gate` picture go. */
  openGate(): void
  /** `POST /v1/perception`. */
  perceive(
    bytes: Uint8Array,
    options?: z.input<typeof PerceptionOptions>,
    signal?: AbortSignal,
  ): Promise<Response>
  close(): Promise<void>
}

const now = () => performance.now()

export function createTestSidecar(options: TestSidecarOptions = {}): TestSidecar {
  const cacheDir = mkdtempSync(path.join(tmpdir(), 'vitrine-sidecar-'))
  const logger = pino({ level: 'silent' })
  const restarts: RestartReason[] = []
  const batches: number[] = []
  const metrics = createMetrics()
  const engineModule = options.engineModule ?? new URL('./scripted-engine.ts', import.meta.url)
  const host = new EngineHost({
    entry: findChildEntry(),
    setup: {
      engine: 'builtin',
      device: 'cpu',
      ...(engineModule === 'builtin' ? {} : { engineModule: engineModule.href }),
      threads: 1,
      cacheDir,
      maxPixels: options.maxPixels ?? 1_000_000,
      heartbeatMs: 25,
    },
    limits: { ...DEFAULT_CHILD_LIMITS, memoryBytes: 8 * 1024 ** 3, ...options.limits },
    restart: { ...DEFAULT_RESTART_RULES, firstDelayMs: 10, ...options.restart },
    logger,
    now,
    onRestart: (reason) => restarts.push(reason),
  })
  const scripted: EngineManifest = {
    name: 'builtin',
    stages: options.stages ?? ['perception'],
    tasks: ['caption', 'phrase-grounding'],
    batchSize: options.rules?.batchSize ?? 4,
  }
  const residency = new Residency({
    residents: [
      {
        manifest: engineModule === 'builtin' ? builtinManifest : scripted,
        host,
        isPinned: options.isPinned ?? true,
      },
    ],
    idleUnloadMs: options.idleUnloadMs ?? 60_000,
  })
  const scheduler = new Scheduler({
    residency,
    observer: { ...metrics.observer, onBatch: ({ pictures }) => batches.push(pictures) },
    now,
    rules: options.rules ?? {},
  })
  metrics.watch(scheduler)
  const maxImageBytes = options.maxImageBytes ?? 10_000_000
  const app = createServer({ scheduler, residency, metrics, logger, version: '0.0.0', maxImageBytes })
  return {
    app,
    host,
    scheduler,
    residency,
    restarts,
    batches,
    cacheDir,
    openGate: () => writeFileSync(path.join(cacheDir, 'gate'), ''),
    perceive: (bytes, given = {}, signal) =>
      postImage(app, '/v1/perception', { bytes, options: given, signal }),
    close: async () => {
      await scheduler.stop(1_000)
      await residency.stop()
      rmSync(cacheDir, { recursive: true, force: true })
    },
  }
}

/** Posts an image and its options as the web app does. */
export async function postImage(
  app: OpenAPIHono,
  url: string,
  { bytes, options, signal }: { bytes: Uint8Array; options: object; signal?: AbortSignal | undefined },
): Promise<Response> {
  const body = new FormData()
  body.set('image', new Blob([new Uint8Array(bytes)]), 'image')
  body.set('options', JSON.stringify(options))
  return app.request(url, { method: 'POST', body, signal: signal ?? null })
}
