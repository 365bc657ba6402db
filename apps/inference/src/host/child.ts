/** The engine child's program: loads one engine, answers batches over IPC, leaves with its parent. */
import { createRequire } from 'node:module'
import { AppError } from '@vitrine/contracts'
import sharp from 'sharp'
import { z } from 'zod'
import type { Engine, EngineChatEvent, Settled } from '../engines/engine.ts'
import { loadEngine } from './load-engine.ts'
import { watchForOrphaning } from './orphan-watch.ts'
import { Pictures } from './pictures.ts'
import { type Answer, type ChildMessage, type EngineSetup, ParentMessage, type Ticketed } from './protocol.ts'
import { runChat } from './run-chat.ts'
import { runJobs } from './run-jobs.ts'

let engine: Engine | undefined
let pictures: Pictures | undefined
let maxPixels = 0
/** By their ids: one batch of pictures, or as many chats as the parent sees fit. */
const running = new Map<number, { abort: AbortController; done: Promise<void> }>()

function say(message: ChildMessage): void {
  if (process.connected) process.send?.(message)
}

/** Read from the package: loading the library just for its number is the engine's business. */
function readRuntimeVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('onnxruntime-node/package.json')
  return z.object({ version: z.string() }).parse(manifest).version
}

async function load(wanted: EngineSetup): Promise<void> {
  setInterval(() => say({ type: 'heartbeat', rssBytes: process.memoryUsage.rss() }), wanted.heartbeatMs)
  try {
    engine = await loadEngine(wanted)
    pictures = new Pictures(engine, wanted.maxPixels)
    maxPixels = wanted.maxPixels
  } catch (thrown) {
    // A server that is off is nothing to trace, and is asked every half minute.
    if (!(thrown instanceof AppError && thrown.code === 'engine-starting')) console.error(thrown)
    const failed: ChildMessage = { type: 'load-failed', message: describeFailure(thrown) }
    process.send?.(failed, undefined, undefined, () => process.exit(1))
    return
  }
  say({ type: 'heartbeat', rssBytes: process.memoryUsage.rss() })
  const versions = { onnxruntime: readRuntimeVersion(), libvips: sharp.versions.vips }
  say({ type: 'loaded', identity: { device: engine.device, models: [...engine.models], versions } })
}

/** With what to do about it: it is shown to people. */
function describeFailure(thrown: unknown): string {
  if (thrown instanceof AppError) return [thrown.message, thrown.suggestion ?? ''].join(' ').trim()
  return thrown instanceof Error ? thrown.message : String(thrown)
}

async function run(
  { id, jobs }: Extract<ParentMessage, { type: 'run' }>,
  signal: AbortSignal,
): Promise<void> {
  const answers = await answer(jobs, { id, signal })
  running.delete(id)
  say({
    type: 'answers',
    id,
    answers: answers.map((answer) => (answer.ok ? answer : { ok: false, error: answer.error.toWire() })),
    rssBytes: process.memoryUsage.rss(),
  })
}

async function answer(
  jobs: readonly Ticketed[],
  { id, signal }: { id: number; signal: AbortSignal },
): Promise<Settled<Answer>[]> {
  if (!engine || !pictures) throw new Error('A batch came before the engine was loaded.')
  const first = jobs[0]?.job
  if (first?.type !== 'chat') return runJobs(engine, pictures.take(jobs, signal), { signal })
  const told = (event: EngineChatEvent) => say({ type: 'speech', id, event })
  return [await runChat(engine, first, { say: told, signal, maxPixels })]
}

/** Sessions are freed only once nothing runs on them. */
async function stop(): Promise<void> {
  for (const { abort } of running.values()) abort.abort()
  await Promise.all([...running.values()].map(({ done }) => done))
  await engine?.dispose()
  process.exit(0)
}

process.on('message', (raw) => {
  const message = ParentMessage.parse(raw)
  switch (message.type) {
    case 'load':
      return void load(message.setup)
    case 'ahead':
      pictures?.begin(message.jobs)
      return
    case 'run': {
      const abort = new AbortController()
      running.set(message.id, { abort, done: run(message, abort.signal) })
      return
    }
    case 'abort':
      running.get(message.id)?.abort.abort()
      return
    case 'stop':
      return void stop()
  }
})

watchForOrphaning()
// The parent is gone: nobody would read the answers.
process.on('disconnect', () => process.exit(0))
// Ctrl-C and a service manager's TERM reach the whole group: the parent decides, and says `stop`.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)
