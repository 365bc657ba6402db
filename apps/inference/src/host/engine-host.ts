/** Keeps one engine alive in a child process: starts it, watches it, restarts it with backoff, replaces it. */
import { AppError, type EngineState } from '@vitrine/contracts'
import type { Logger } from 'pino'
import type { Settled } from '../engines/engine.ts'
import { type ChildEnd, EngineChild, type RunOptions } from './engine-child.ts'
import type { ChildEntry } from './entry.ts'
import { type ChildLimits, findHang, planRestart, type RestartRules } from './policy.ts'
import type { Answer, EngineIdentity, EngineSetup, Job, PictureJob } from './protocol.ts'

export interface EngineHostOptions {
  entry: ChildEntry
  setup: EngineSetup
  /** Added to the child's environment. */
  env?: Record<string, string>
  limits: ChildLimits
  restart: RestartRules
  logger: Logger
  /** Milliseconds, monotonic. */
  now(): number
  onRestart(reason: RestartReason): void
}

export type RestartReason = ChildEnd['cause']

interface Waiter {
  resolve(): void
  reject(error: AppError): void
}

/** A child that holds this much more than was expected of it has a leak. */
const GROWTH = 1.5

/** Time a child has to leave when it is replaced or unloaded. */
const LEAVE_MS = 5_000

export class EngineHost {
  readonly #options: EngineHostOptions
  readonly #listeners = new Set<() => void>()
  #state: Exclude<EngineState, 'busy'> = 'stopped'
  #child: EngineChild | undefined
  #identity: EngineIdentity | undefined
  #waiters: Waiter[] = []
  #failures = 0
  #restarts = 0
  #lastError: string | undefined
  #restartTimer: NodeJS.Timeout | undefined
  #restartAt = 0
  #lastEnd: ChildEnd['cause'] | undefined
  #setup: EngineSetup
  #memoryBytes: number
  /** To be replaced as soon as nothing runs on it. */
  #due: { child: EngineChild; reason: RestartReason } | undefined
  /** A replaced child that may still hold its memory. */
  #leaving: Promise<void> | undefined

  constructor(options: EngineHostOptions) {
    this.#options = options
    this.#setup = options.setup
    this.#memoryBytes = options.limits.memoryBytes
  }

  get setup(): EngineSetup {
    return this.#setup
  }

  get status() {
    return {
      state: this.#state,
      /** What the engine said of itself; kept while it is away. */
      identity: this.#identity,
      pid: this.#child?.pid,
      rssBytes: this.#child?.rssBytes ?? 0,
      /** Of the process that runs now. */
      peakRssBytes: this.#child?.peakRssBytes ?? 0,
      restarts: this.#restarts,
      lastError: this.#lastError,
      /** Why the last process ended by itself; forgotten once another is ready. */
      lastEnd: this.#lastEnd,
    }
  }

  /** Resolves when the engine can run, starting it if need be; rejects with `engine-starting` when it keeps failing. */
  ready(): Promise<void> {
    if (this.#state === 'ready') return Promise.resolve()
    if (this.#state === 'failed') return Promise.reject(this.#unavailable())
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject })
      if (this.#state === 'stopped') this.#start('starting')
    })
  }

  /** One batch or one chat on the running child; rejects with `engine-crashed` when it dies. */
  async run(jobs: readonly Job[], options: RunOptions): Promise<Settled<Answer>[]> {
    const child = this.#child
    if (!child || this.#state !== 'ready')
      throw new AppError('engine-crashed', 'The engine went away just before its batch.')
    const answers = await child.run(jobs, options)
    if (this.#child === child) this.#reviewChild(child)
    return answers
  }

  /** After each of its runs: a child that is due leaves once nothing runs on it any more. */
  #reviewChild(child: EngineChild): void {
    if (child.running.length > 0) return
    const { rssBytes } = child
    const limitBytes = this.#memoryBytes
    if (this.#due?.child === child) this.#replace(child, this.#due.reason)
    else if (rssBytes > limitBytes) {
      this.#options.logger.warn(
        { pid: child.pid, rssBytes, limitBytes },
        'engine process above its memory limit',
      )
      this.#replace(child, 'memory')
    }
  }

  /**
   * Unloads, and loads this from the next `ready()` on; what happened under the former setup is forgotten.
   * `expectedBytes`: what it needs by all that is known, so that the limit on a child's memory never is below it.
   */
  async reconfigure(setup: EngineSetup, expectedBytes = 0): Promise<void> {
    await this.stop()
    this.#setup = setup
    this.#memoryBytes = Math.max(this.#options.limits.memoryBytes, expectedBytes * GROWTH)
    this.#identity = undefined
    this.#failures = 0
    this.#lastError = undefined
    this.#lastEnd = undefined
  }

  /** Replaces the child once nothing runs on it, for a reason that completes "The engine's process …". */
  recycle(reason: RestartReason, what: string): void {
    const child = this.#child
    if (!child || this.#state !== 'ready') return
    this.#lastError = `The engine's process ${what.replace(/\.?$/, '.')}`
    if (child.running.length > 0) this.#due = { child, reason }
    else this.#replace(child, reason)
  }

  /** Called whenever the engine's state changes. Returns how to stop listening. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Lets the running child decode what the next batch is likely to be. */
  sendAhead(jobs: readonly PictureJob[]): void {
    if (this.#state === 'ready') this.#child?.sendAhead(jobs)
  }

  /** Unloads: the device's memory is free afterwards. `ready()` loads again. */
  async stop(graceMs = LEAVE_MS): Promise<void> {
    clearTimeout(this.#restartTimer)
    const child = this.#child
    this.#child = undefined
    this.#enter('stopped')
    this.#settleWaiters(new AppError('engine-starting', 'The engine was unloaded.', { retryAfterSeconds: 1 }))
    await Promise.all([child?.stop(graceMs), this.#leaving])
  }

  #start(state: 'starting' | 'restarting'): void {
    const child = new EngineChild({ ...this.#options, setup: this.#setup })
    this.#child = child
    // Who has failed too often is not waited for: it is back once it is ready.
    this.#enter(this.#state === 'failed' ? 'failed' : state)
    const { limits, logger } = this.#options
    const loadTimer = setTimeout(() => child.kill('did not load in time', 'hang'), limits.loadMs)
    const watch = setInterval(() => this.#watch(child), this.#setup.heartbeatMs)
    child.loaded.then(
      (identity) => {
        clearTimeout(loadTimer)
        if (this.#child !== child) return
        this.#identity = identity
        this.#lastEnd = undefined
        this.#enter('ready')
        logger.info(
          { pid: child.pid, loadMs: Math.round(this.#options.now() - child.startedAt) },
          'engine ready',
        )
        this.#settleWaiters()
      },
      () => clearTimeout(loadTimer),
    )
    child.ended.then((end) => {
      clearInterval(watch)
      if (this.#child === child) this.#afterEnd(child, end)
    })
  }

  #watch(child: EngineChild): void {
    if (this.#state !== 'ready' || this.#child !== child) return
    const hang = findHang(
      { now: this.#options.now(), lastHeardAt: child.lastHeardAt, running: child.running },
      this.#options.limits,
    )
    if (hang) child.kill(hang, 'hang')
  }

  #afterEnd(child: EngineChild, { what, cause }: ChildEnd): void {
    const { logger, restart, now } = this.#options
    const plan = planRestart(
      { failures: this.#failures, livedMs: now() - child.startedAt, batches: child.batchesAnswered },
      restart,
    )
    this.#failures = plan.failures
    this.#restarts += 1
    this.#lastError = `The engine's process ${what.replace(/\.?$/, '.')}`
    this.#lastEnd = cause
    this.#child = undefined
    logger.error({ ...plan, pid: child.pid }, `engine process ${what}; restarting`)
    this.#options.onRestart(cause)
    this.#restartAt = now() + plan.delayMs
    this.#restartTimer = setTimeout(() => this.#start('restarting'), plan.delayMs)
    this.#enter(plan.failures >= restart.failedAfter ? 'failed' : 'restarting')
    if (this.#state === 'failed') this.#settleWaiters(this.#unavailable())
  }

  /** Between two batches: the old child leaves, a new one starts at once. */
  #replace(child: EngineChild, reason: RestartReason): void {
    this.#options.logger.warn({ pid: child.pid, reason }, 'engine process replaced')
    this.#child = undefined
    this.#restarts += 1
    this.#options.onRestart(reason)
    this.#enter('restarting')
    this.#leaving = child.stop(LEAVE_MS).then(() => {
      if (this.#state === 'restarting' && !this.#child) this.#start('restarting')
    })
  }

  #enter(state: Exclude<EngineState, 'busy'>): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }

  #unavailable(): AppError {
    const seconds = Math.max(1, Math.ceil((this.#restartAt - this.#options.now()) / 1000))
    return new AppError('engine-starting', `The engine does not start. ${this.#lastError ?? ''}`.trim(), {
      retryAfterSeconds: seconds,
      suggestion: 'It is tried again by itself; the log of the inference process says more.',
    })
  }

  #settleWaiters(error?: AppError): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const waiter of waiters) {
      if (error) waiter.reject(error)
      else waiter.resolve()
    }
  }
}
