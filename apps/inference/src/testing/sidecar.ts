/** A whole sidecar in a test: the real app, the real children, the scripted engine in them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { AppError, type Device, type EngineName, type PerceptionOptions } from '@vitrine/contracts'
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
import type { EngineSetup } from '../host/protocol.ts'
import { createMetrics } from '../metrics.ts'
import { describeLedgers, describeModels } from '../residency/describe.ts'
import { Residency } from '../residency/residency.ts'
import { Resident, type Stay } from '../residency/resident.ts'
import type { ServerDeps } from '../routes/deps.ts'
import type { QueueRules } from '../scheduling/policy.ts'
import { Scheduler } from '../scheduling/scheduler.ts'
import { createServer } from '../server.ts'
import { blindMeter, createCpuOnly, createEmptyStore } from './no-models.ts'

/** An engine beside others, scripted like the first. */
export interface TestEngine {
  name: EngineName
  stages: EngineManifest['stages']
  /** What it is expected to take of the device's memory. */
  expectedBytes: number
  device?: Device
  isPinned?: boolean | null
  parallelChats?: number
}

export interface TestSidecarOptions {
  rules?: Partial<QueueRules>
  limits?: Partial<ChildLimits>
  restart?: Partial<RestartRules>
  /** Whether the engine is loaded from the start; else with the first request. */
  isPinned?: boolean
  idleUnloadMs?: number
  stages?: EngineManifest['stages']
  parallelChats?: number
  maxImageBytes?: number
  /** Another engine than the scripted one; `builtin` is the real thing. */
  engineModule?: URL | 'builtin'
  maxPixels?: number
  /** Several scripted engines, in order of preference, in the place of the one. */
  engines?: readonly TestEngine[]
  /** What the engines may take together. */
  budgetBytes?: number
  /** How long an engine may go on while another waits for its place. */
  turnMs?: number
}

export interface TestSidecar {
  app: OpenAPIHono
  /** Of the first engine. */
  host: EngineHost
  scheduler: Scheduler
  residency: Residency
  restarts: RestartReason[]
  /** Sizes of the batches that ran, in order. */
  batches: number[]
  /** What was set for engines' stays. */
  stays: [EngineName, Stay][]
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

const NO_SERVERS: ServerDeps['servers'] = {
  describe: async () => ({ servers: [], model: null, isFixed: false, isHeld: false }),
  try: ({ url }) =>
    Promise.resolve({ url, kind: null, models: [], problem: 'Nothing answers there.', hasApiKey: false }),
  choose: () => Promise.reject(new AppError('conflict', 'There are no servers here.')),
  update: () => Promise.resolve(),
  wish: () => Promise.resolve(),
}
const GIB = 1024 ** 3
const COME_BACK_MS = 50

export function createTestSidecar(options: TestSidecarOptions = {}): TestSidecar {
  const cacheDir = mkdtempSync(path.join(tmpdir(), 'vitrine-sidecar-'))
  const logger = pino({ level: 'silent' })
  const restarts: RestartReason[] = []
  const batches: number[] = []
  const stays: [EngineName, Stay][] = []
  const metrics = createMetrics()
  const engines = options.engines ?? [describeOnly(options)]
  const residents = engines.map((engine) => createResident(engine, options, { cacheDir, restarts }))
  const first = residents[0]
  if (!first) throw new Error('A sidecar has at least one engine.')
  const residency = new Residency({
    residents,
    meter: blindMeter,
    totalBytes: () => 64 * GIB,
    systemBytes: 64 * GIB,
    budgetBytes: options.budgetBytes ?? null,
    turnMs: options.turnMs ?? 0,
    comeBackMs: COME_BACK_MS,
    now,
    onStay: (engine, stay) => stays.push([engine, stay]),
    logger,
  })
  const scheduler = new Scheduler({
    residency,
    observer: { ...metrics.observer, onBatch: ({ pictures }) => batches.push(pictures) },
    now,
    rules: options.rules ?? {},
  })
  metrics.watch(scheduler)
  const maxImageBytes = options.maxImageBytes ?? 10_000_000
  const store = createEmptyStore()
  const devices = createCpuOnly(path.join(cacheDir, 'devices.json'))
  const app = createServer({
    scheduler,
    residency,
    metrics,
    logger,
    version: '0.0.0',
    maxImageBytes,
    store,
    describeModels: () => ({
      models: describeModels(residency),
      weights: [],
      devices: devices.report,
      ledgers: describeLedgers(residency),
      hub: store.hub,
    }),
    servers: NO_SERVERS,
    useWeights: () => Promise.reject(new AppError('not-found', 'There are no weights here.')),
    probeDevices: () => devices.probe(),
  })
  return {
    app,
    host: first.host,
    scheduler,
    residency,
    restarts,
    batches,
    stays,
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

/** The engine that a test has when it asks for none in particular. */
function describeOnly(options: TestSidecarOptions): TestEngine {
  return {
    name: 'builtin',
    stages: options.stages ?? ['perception'],
    expectedBytes: 0,
    isPinned: options.isPinned ?? true,
    parallelChats: options.parallelChats ?? 1,
  }
}

function createResident(
  { name, stages, expectedBytes, device = 'cpu', isPinned = null, parallelChats = 1 }: TestEngine,
  options: TestSidecarOptions,
  { cacheDir, restarts }: { cacheDir: string; restarts: RestartReason[] },
): Resident {
  const engineModule = options.engineModule ?? new URL('./scripted-engine.ts', import.meta.url)
  const setup: EngineSetup = {
    engine: name,
    device,
    ...(engineModule === 'builtin' ? {} : { engineModule: engineModule.href }),
    threads: 1,
    cacheDir,
    maxPixels: options.maxPixels ?? 1_000_000,
    heartbeatMs: 25,
  }
  const host = new EngineHost({
    entry: findChildEntry(),
    setup,
    limits: { ...DEFAULT_CHILD_LIMITS, memoryBytes: 8 * GIB, ...options.limits },
    restart: { ...DEFAULT_RESTART_RULES, firstDelayMs: 10, ...options.restart },
    logger: pino({ level: 'silent' }),
    now,
    onRestart: (reason) => restarts.push(reason),
  })
  const batchSize = options.rules?.batchSize ?? 4
  const tasks = ['caption', 'phrase-grounding'] as const
  const scripted: EngineManifest = { name, stages, tasks, batchSize, parallelChats }
  return new Resident({
    manifest: engineModule === 'builtin' ? builtinManifest : scripted,
    host,
    plan: { type: 'run', setup, device, expectedBytes },
    pin: isPinned,
    keepAliveMinutes: (options.idleUnloadMs ?? 60_000) / 60_000,
  })
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
