/** Keeps one engine alive in a child process: starts it, watches it, restarts it with backoff, replaces it. */
import { AppError, type EngineState } from '@vitrine/contracts'
import type { Logger } from 'pino'
import type { Settled } from '../engines/engine.ts'
import { type ChildEnd, EngineChild } from './engine-child.ts'
import type { ChildEntry } from './entry.ts'
import { type ChildLimits, findHang, planRestart, type RestartRules } from './policy.ts'
import type { Answer, EngineIdentity, EngineSetup, Job } from './protocol.ts'

export interface EngineHostOptions {
  entry: ChildEntry
  setup: EngineSetup
  limits: ChildLimits
  restart: RestartRules
  logger: Logger
  /** Milliseconds, monotonic. */
  now(): number
  onRestart(reason: RestartReason): void
}

export type RestartReason = ChildEnd['cause'] | 'memory'

interface Waiter {
  resolve(): void
  reject(error: AppError): void
}

/** Time a child has to leave when it is replaced or unloaded. */
const LEAVE_MS = 5_000

export class EngineHost {
  readonly #options: EngineHostOptions
  #state: Exclude<EngineState, 'busy'> = 'stopped'
  #child: EngineChild | undefined
  #identity: EngineIdentity | undefined
  #waiters: Waiter[] = []
  #failures = 0
  #restarts = 0
  #lastError: string | undefined
  #restartTimer: NodeJS.Timeout | undefined
  #restartAt = 0

  constructor(options: EngineHostOptions) {
    this.#options = options
  }

  get status() {
    return {
      state: this.#state,
      /** What the engine said of itself; kept while it is away. */
      identity: this.#identity,
      pid: this.#child?.pid,
      rssBytes: this.#child?.rssBytes ?? 0,
      restarts: this.#restarts,
      lastError: this.#lastError,
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

  /** One batch on the running child; rejects with `engine-crashed` when it dies. */
  async run(jobs: readonly Job[], signal: AbortSignal): Promise<Settled<Answer>[]> {
    const child = this.#child
    if (!child || this.#state !== 'ready')
      throw new AppError('engine-crashed', 'The engine went away just before its batch.')
    const answers = await child.run(jobs, signal)
    if (child.rssBytes > this.#options.limits.memoryBytes) this.#replace(child)
    return answers
  }

  /** Unloads: the device's memory is free afterwards. `ready()` loads again. */
  async stop(graceMs = LEAVE_MS): Promise<void> {
    clearTimeout(this.#restartTimer)
    const child = this.#child
    this.#state = 'stopped'
    this.#child = undefined
    this.#settleWaiters(new AppError('engine-starting', 'The engine was unloaded.', { retryAfterSeconds: 1 }))
    await child?.stop(graceMs)
  }

  #start(state: 'starting' | 'restarting'): void {
    this.#state = state
    const child = new EngineChild(this.#options)
    this.#child = child
    const { limits, logger } = this.#options
    const loadTimer = setTimeout(() => child.kill('did not load in time', 'hang'), limits.loadMs)
    const watch = setInterval(() => this.#watch(child), this.#options.setup.heartbeatMs)
    child.loaded.then(
      (identity) => {
        clearTimeout(loadTimer)
        if (this.#child !== child) return
        this.#identity = identity
        this.#state = 'ready'
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
      { now: this.#options.now(), lastHeardAt: child.lastHeardAt, batch: child.batch },
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
    this.#lastError = `The engine's process ${what}.`
    this.#child = undefined
    this.#state = plan.failures >= restart.failedAfter ? 'failed' : 'restarting'
    logger.error({ ...plan, pid: child.pid }, `engine process ${what}; restarting`)
    this.#options.onRestart(cause)
    if (this.#state === 'failed') this.#settleWaiters(this.#unavailable())
    this.#restartAt = now() + plan.delayMs
    this.#restartTimer = setTimeout(() => this.#start('restarting'), plan.delayMs)
  }

  /** Between two batches: the old child leaves, a new one starts at once. */
  #replace(child: EngineChild): void {
    this.#options.logger.warn(
      { pid: child.pid, rssBytes: child.rssBytes, limitBytes: this.#options.limits.memoryBytes },
      'engine process above its memory limit; replacing it',
    )
    this.#state = 'restarting'
    this.#child = undefined
    this.#restarts += 1
    this.#options.onRestart('memory')
    child.stop(LEAVE_MS).then(() => {
      if (this.#state === 'restarting' && !this.#child) this.#start('restarting')
    })
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
