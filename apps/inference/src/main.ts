/** The inference sidecar: environment → engines → server → graceful stop. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { z } from 'zod'
import { builtinManifest as builtin } from './engines/builtin/manifest.ts'
import { type Env, parseEnv } from './env.ts'
import { EngineHost } from './host/engine-host.ts'
import { findChildEntry } from './host/entry.ts'
import { DEFAULT_CHILD_LIMITS, DEFAULT_RESTART_RULES } from './host/policy.ts'
import { createMetrics } from './metrics.ts'
import { Residency } from './residency/residency.ts'
import { Scheduler } from './scheduling/scheduler.ts'
import { createServer } from './server.ts'

/** A whole image is held in memory on its way to the engine. */
const MAX_IMAGE_BYTES = 512 * 1024 ** 2
const IDLE_UNLOAD_MS = 15 * 60_000
/** What a running batch gets to finish when the sidecar is told to stop. */
const STOP_GRACE_MS = 10_000
const HEARTBEAT_MS = 1_000

const now = () => performance.now()

function createSidecar(env: Env) {
  const logger = pino({ level: env.VITRINE_LOG_LEVEL, base: { process: 'inference' } })
  const metrics = createMetrics()
  const host = new EngineHost({
    entry: findChildEntry(),
    setup: {
      engine: builtin.name,
      device: 'cpu',
      threads: env.VITRINE_THREADS,
      cacheDir: path.resolve(env.VITRINE_DATA_DIR, 'cache'),
      maxPixels: env.VITRINE_MAX_PIXELS,
      heartbeatMs: HEARTBEAT_MS,
    },
    limits: { ...DEFAULT_CHILD_LIMITS, memoryBytes: env.VITRINE_CHILD_MEMORY_BYTES },
    restart: DEFAULT_RESTART_RULES,
    logger: logger.child({ engine: builtin.name }),
    now,
    onRestart: (reason) => metrics.onRestart(builtin.name, reason),
  })
  const residency = new Residency({
    residents: [{ manifest: builtin, host, isPinned: true }],
    idleUnloadMs: IDLE_UNLOAD_MS,
  })
  const scheduler = new Scheduler({ residency, observer: metrics.observer, now })
  metrics.watch(scheduler)
  const version = readVersion()
  const maxImageBytes = Math.min(env.VITRINE_MAX_UPLOAD_BYTES, MAX_IMAGE_BYTES)
  const app = createServer({ scheduler, residency, metrics, logger, version, maxImageBytes })
  return { app, scheduler, residency, logger }
}

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}

function main(): void {
  const env = parseEnv(process.env)
  const { app, scheduler, residency, logger } = createSidecar(env)
  const address = { hostname: '127.0.0.1', port: env.VITRINE_INFERENCE_PORT }
  const server = serve({ fetch: app.fetch, ...address }, () => {
    logger.info(address, 'inference sidecar listening')
    void residency.preload()
  })
  server.on('error', (error: NodeJS.ErrnoException) => {
    const isTaken = error.code === 'EADDRINUSE'
    logger.fatal(
      { err: error },
      isTaken
        ? `Port ${address.port} is taken. Stop what uses it, or set VITRINE_INFERENCE_PORT to another.`
        : 'the sidecar cannot listen',
    )
    process.exit(1)
  })

  let isStopping = false
  const stop = async (why: string) => {
    if (isStopping) return
    isStopping = true
    logger.info({ why }, 'stopping')
    server.close()
    await scheduler.stop(STOP_GRACE_MS)
    await residency.stop()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop('SIGTERM'))
  process.on('SIGINT', () => void stop('SIGINT'))
  // Started by a script with an IPC channel: when the script is gone, nobody else would stop the sidecar.
  process.on('disconnect', () => void stop('the parent process has gone'))
}

main()
