/** One child process and the engine in it, from fork to exit. It is never restarted: a new one is made. */
import { type ChildProcess, fork } from 'node:child_process'
import { AppError } from '@vitrine/contracts'
import type { Logger } from 'pino'
import type { Settled } from '../engines/engine.ts'
import { saysOutOfMemory } from '../engines/out-of-memory.ts'
import { type EngineOutput, readOutput } from './engine-output.ts'
import type { ChildEntry } from './entry.ts'
import type { Running } from './policy.ts'
import {
  type Answer,
  ChildMessage,
  type EngineIdentity,
  type EngineSetup,
  type EngineSpeech,
  type Job,
  type ParentMessage,
  type PictureJob,
  type Ticketed,
  WireAnswer,
} from './protocol.ts'

interface RunningJobs {
  watched: Running
  say(event: EngineSpeech): void
  resolve(answers: Settled<Answer>[]): void
  reject(error: AppError): void
}

export interface RunOptions {
  signal: AbortSignal
  /** Told what a chat's engine says meanwhile. */
  say(event: EngineSpeech): void
}

export interface EngineChildOptions {
  entry: ChildEntry
  setup: EngineSetup
  /** Added to this process's environment. */
  env?: Record<string, string>
  logger: Logger
  /** Milliseconds, monotonic. */
  now(): number
}

/** How a child ended. `what` completes "The engine's process …". */
export interface ChildEnd {
  what: string
  /** `server`: what it stands for, another machine's, is gone. */
  cause: 'crash' | 'hang' | 'memory' | 'server'
}

export class EngineChild {
  readonly startedAt: number
  /** Resolves when the engine is loaded; rejects when the child ends before. */
  readonly loaded: Promise<EngineIdentity>
  /** Resolves when the process is gone. */
  readonly ended: Promise<ChildEnd>
  lastHeardAt: number
  rssBytes = 0
  /** The most so far. */
  peakRssBytes = 0
  batchesAnswered = 0
  readonly #options: EngineChildOptions
  readonly #process: ChildProcess
  readonly #output: EngineOutput
  readonly #runs = new Map<number, RunningJobs>()
  #nextRunId = 1
  #nextTicket = 1
  /** Jobs that the child has already, by the number they were sent under. */
  #ahead = new Map<Job, number>()
  /** Why it was killed or could not load: says more than the exit code. */
  #end: ChildEnd | undefined

  constructor(options: EngineChildOptions) {
    this.#options = options
    this.startedAt = options.now()
    this.lastHeardAt = this.startedAt
    this.#process = fork(options.entry.path, [], {
      execArgv: options.entry.execArgv,
      env: { ...process.env, ...options.env },
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#output = readOutput(this.#process, options.setup, options.logger)
    this.ended = this.#watchEnd()
    this.loaded = this.#listen()
    this.#send({ type: 'load', setup: options.setup })
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  get running(): Running[] {
    return [...this.#runs.values()].map(({ watched }) => watched)
  }

  /** One batch, or one chat; rejects with `engine-crashed` when the child ends first. An abort only asks it to stop early. */
  run(jobs: readonly Job[], { signal, say }: RunOptions): Promise<Settled<Answer>[]> {
    const id = this.#nextRunId++
    const onAbort = () => this.#send({ type: 'abort', id })
    const startedAt = this.#options.now()
    const watched: Running =
      jobs[0]?.type === 'chat'
        ? { type: 'chat', startedAt, lastSaidAt: startedAt }
        : { type: 'batch', startedAt, pictures: jobs.length }
    return new Promise<Settled<Answer>[]>((resolve, reject) => {
      this.#runs.set(id, { watched, say, resolve, reject })
      this.#send({ type: 'run', id, jobs: jobs.map((job) => this.#ticket(job)) })
      // The child lets go of them with the next pictures, and keeps them while it talks.
      if (watched.type === 'batch') this.#ahead.clear()
      signal.addEventListener('abort', onAbort, { once: true })
    }).finally(() => {
      this.#runs.delete(id)
      signal.removeEventListener('abort', onAbort)
    })
  }

  /** Sends what the next batch is likely to be, so that its pictures are decoded while this one runs. */
  sendAhead(jobs: readonly PictureJob[]): void {
    const news = jobs.filter((job) => !this.#ahead.has(job))
    if (news.length === 0) return
    const ticketed = news.map((job) => ({ ticket: this.#nextTicket++, job }))
    for (const { ticket, job } of ticketed) this.#ahead.set(job, ticket)
    this.#send({ type: 'ahead', jobs: ticketed })
  }

  #ticket(job: Job): Ticketed {
    const ticket = this.#ahead.get(job)
    return ticket === undefined ? { ticket: this.#nextTicket++, job } : { ticket, job: null }
  }

  /** Asks it to dispose and leave; kills it when it has not left after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#send({ type: 'stop' })
    const timer = setTimeout(() => this.kill('did not stop when asked'), graceMs)
    await this.ended
    clearTimeout(timer)
  }

  kill(what: string, cause: ChildEnd['cause'] = 'crash'): void {
    this.#end ??= { what, cause }
    this.#process.kill('SIGKILL')
  }

  #send(message: ParentMessage): void {
    if (!this.#process.connected) return
    this.#process.send(message, (error) => {
      if (error) this.#options.logger.debug({ err: error }, 'the engine child went while it was spoken to')
    })
  }

  #listen(): Promise<EngineIdentity> {
    return new Promise((resolve, reject) => {
      this.#process.on('message', (raw) => {
        this.lastHeardAt = this.#options.now()
        const parsed = ChildMessage.safeParse(raw)
        if (!parsed.success) {
          this.#options.logger.error({ err: parsed.error }, 'the engine child spoke nonsense')
          this.kill('spoke nonsense')
        } else if (parsed.data.type === 'loaded') resolve(parsed.data.identity)
        else this.#hear(parsed.data)
      })
      this.ended.then(({ what }) => {
        const error = new AppError('engine-crashed', `The engine's process ${what}.`)
        reject(error)
        for (const { reject: fail } of this.#runs.values()) fail(error)
        this.#runs.clear()
      })
    })
  }

  #hear(message: Exclude<ChildMessage, { type: 'loaded' }>): void {
    switch (message.type) {
      case 'load-failed':
        this.#end ??= {
          what: `could not load: ${message.message}`,
          cause: saysOutOfMemory(message.message) ? 'memory' : 'crash',
        }
        return
      case 'heartbeat':
        this.#noteMemory(message.rssBytes)
        return
      case 'answers': {
        this.#noteMemory(message.rssBytes)
        const run = this.#runs.get(message.id)
        if (!run) return
        this.#runs.delete(message.id)
        this.batchesAnswered += 1
        run.resolve(message.answers.map((raw) => this.#readAnswer(raw)))
        return
      }
      case 'speech': {
        const run = this.#runs.get(message.id)
        if (!run) return
        if (run.watched.type === 'chat') run.watched.lastSaidAt = this.#options.now()
        run.say(message.event)
      }
    }
  }

  #noteMemory(rssBytes: number): void {
    this.rssBytes = rssBytes
    this.peakRssBytes = Math.max(this.peakRssBytes, rssBytes)
  }

  #readAnswer(raw: unknown): Settled<Answer> {
    const parsed = WireAnswer.safeParse(raw)
    if (!parsed.success) {
      this.#options.logger.error({ err: parsed.error }, 'the engine gave an answer of the wrong shape')
      return {
        ok: false,
        error: new AppError('internal', 'The engine gave an answer of the wrong shape.', {
          cause: parsed.error,
        }),
      }
    }
    return parsed.data.ok ? parsed.data : { ok: false, error: AppError.fromWire(parsed.data.error) }
  }

  #watchEnd(): Promise<ChildEnd> {
    return new Promise((resolve) => {
      // Comes after the last of what it wrote.
      this.#process.once('close', (code, signal) => {
        const isCrash = signal !== null || code !== 0
        resolve(this.#end ?? (this.#output.hasRunOut && isCrash ? OUT_OF_MEMORY : describeExit(code, signal)))
      })
      this.#process.once('error', (error) => {
        if (this.#process.pid === undefined)
          resolve({ what: `could not be started: ${error.message}`, cause: 'crash' })
      })
    })
  }
}

const OUT_OF_MEMORY: ChildEnd = { what: 'ended because it ran out of memory', cause: 'memory' }

/** Nobody here has sent a SIGKILL: the system does when its memory runs out. */
function describeExit(code: number | null, signal: NodeJS.Signals | null): ChildEnd {
  if (signal === 'SIGKILL')
    return { what: 'was ended from outside, as happens when memory runs out', cause: 'memory' }
  return { what: signal ? `was ended by ${signal}` : `ended with code ${code}`, cause: 'crash' }
}
