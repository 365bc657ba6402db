/** One engine's queue: order, micro-batches, cancellation, deadlines, and a second try after a crash. */
import { AppError, type Priority } from '@vitrine/contracts'
import {
  admits,
  countAhead,
  mayBegin,
  pickBatch,
  type QueueRules,
  remainingCollectMs,
  retryAfterSeconds,
  type Waiting,
} from './policy.ts'

export interface QueueRequest<Job> {
  job: Job
  kind: string
  batchable: boolean
  parallel: boolean
  priority: Priority
  sizeBytes: number
  /** The most milliseconds from now, queueing included. */
  deadlineMs: number
  /** Aborts when the caller has gone. */
  signal: AbortSignal
  /** Told how many are before it, as soon as it waits and whenever that changes. */
  onWait?(ahead: number): void
  /** Whether it may be run once more after a crash; always when left out. */
  mayRepeat?(): boolean
}

export type Settled<T> = { ok: true; value: T } | { ok: false; error: AppError }

/** What the queue needs around it. */
export interface QueueDeps<Job, Answer> {
  rules: QueueRules
  /**
   * Resolves when the engine can run, and with how to let go of it after the batch: until then it is not unloaded.
   * Its error is everybody's who waits.
   */
  prepare(): Promise<() => void>
  /** One batch, answers in the same order; rejects as a whole when the engine dies. */
  run(jobs: readonly Job[], signal: AbortSignal): Promise<Settled<Answer>[]>
  /** Told, while a batch runs, what the next one is likely to be. */
  sendAhead(jobs: readonly Job[]): void
  /** Milliseconds, monotonic. */
  now(): number
  imagesPerSecond(): number
}

interface Entry<Job, Answer> extends Waiting {
  job: Job
  sizeBytes: number
  isSettled: boolean
  onWait(ahead: number): void
  mayRepeat(): boolean
  settle(outcome: Settled<{ answer: Answer; queueMs: number }>): void
}

interface Run<Job, Answer> {
  entries: Entry<Job, Answer>[]
  abort: AbortController
  done: Promise<void>
}

export class EngineQueue<Job, Answer> {
  readonly #deps: QueueDeps<Job, Answer>
  #waiting: Entry<Job, Answer>[] = []
  readonly #runs = new Set<Run<Job, Answer>>()
  #working: Promise<void> | undefined
  #interactiveStreak = 0
  #isStopping = false
  /** Wakes the wait for company. */
  #wake: () => void = () => undefined
  /** Wakes the wait until the next can begin. */
  #free: () => void = () => undefined

  constructor(deps: QueueDeps<Job, Answer>) {
    this.#deps = deps
  }

  /** Requests that wait, by priority, and those that run. */
  get depth(): Record<Priority | 'running', number> {
    const interactive = this.#waiting.filter((entry) => entry.priority === 'interactive').length
    return { interactive, batch: this.#waiting.length - interactive, running: this.#running.length }
  }

  /** Waits its turn and runs; rejects with `engine-busy`, `cancelled`, `deadline-exceeded` or the engine's error. */
  submit(request: QueueRequest<Job>): Promise<{ answer: Answer; queueMs: number }> {
    if (this.#isStopping) return Promise.reject(stopping())
    if (request.signal.aborted) return Promise.reject(cancelled())
    if (!admits(this.#waiting, request, this.#deps.rules)) return Promise.reject(this.#busy())
    return new Promise((resolve, reject) => {
      const entry = this.#enter(request, (outcome) =>
        outcome.ok ? resolve(outcome.value) : reject(outcome.error),
      )
      this.#waiting.push(entry)
      if (this.#waiting.length >= this.#deps.rules.batchSize) this.#wake()
      if (this.#runs.size > 0) this.#sendAhead()
      this.#kick()
      this.#reconsider()
    })
  }

  /** Turns away whoever waits and lets the running batch finish, for `graceMs` at most. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true
    for (const entry of this.#waiting) entry.settle({ ok: false, error: stopping() })
    this.#waiting = []
    this.#wake()
    if (this.#runs.size === 0) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        for (const { abort } of this.#runs) abort.abort(stopping())
        resolve()
      }, graceMs)
      void Promise.all([...this.#runs].map(({ done }) => done)).then(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  get #running(): Entry<Job, Answer>[] {
    return [...this.#runs].flatMap(({ entries }) => entries)
  }

  #enter(
    request: QueueRequest<Job>,
    done: (outcome: Settled<{ answer: Answer; queueMs: number }>) => void,
  ): Entry<Job, Answer> {
    const leave = (error: AppError) => {
      entry.settle({ ok: false, error })
      this.#waiting = this.#waiting.filter((other) => other !== entry)
      for (const { entries, abort } of this.#runs)
        if (entries.every((other) => other.isSettled)) abort.abort(error)
      this.#reconsider()
    }
    const onAbort = () => leave(cancelled())
    const timer = setTimeout(() => leave(tooLate(request.deadlineMs)), request.deadlineMs)
    request.signal.addEventListener('abort', onAbort, { once: true })
    const { job, kind, batchable, parallel, priority, sizeBytes } = request
    const entry: Entry<Job, Answer> = {
      job,
      kind,
      batchable,
      parallel,
      priority,
      sizeBytes,
      enqueuedAt: this.#deps.now(),
      alone: false,
      isSettled: false,
      onWait: (ahead) => request.onWait?.(ahead),
      mayRepeat: () => request.mayRepeat?.() ?? true,
      settle: (outcome) => {
        if (entry.isSettled) return
        entry.isSettled = true
        clearTimeout(timer)
        request.signal.removeEventListener('abort', onAbort)
        done(outcome)
      },
    }
    return entry
  }

  #kick(): void {
    if (this.#waiting.length > 0) this.#working ??= this.#work()
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      if (!this.#mayBegin()) {
        await new Promise<void>((resolve) => {
          this.#free = resolve
        })
        continue
      }
      const release = await this.#prepare()
      await this.#collect()
      // Somebody who has come meanwhile may be next, and may have to wait for what runs.
      if (this.#mayBegin()) this.#begin(this.#next(), release)
      else release()
    }
    this.#working = undefined
  }

  #mayBegin(): boolean {
    return mayBegin(this.#next(), this.#running, this.#deps.rules)
  }

  /** After somebody has come or gone. */
  #reconsider(): void {
    this.#free()
    this.#tellPlaces()
  }

  #tellPlaces(): void {
    const places = { waiting: this.#waiting, running: this.#running }
    for (const entry of this.#waiting) entry.onWait(countAhead(entry, places, this.#deps.rules))
  }

  async #prepare(): Promise<() => void> {
    try {
      return await this.#deps.prepare()
    } catch (thrown) {
      const error = AppError.from(thrown)
      for (const entry of this.#waiting) entry.settle({ ok: false, error })
      this.#waiting = []
      return () => undefined
    }
  }

  #next(): Entry<Job, Answer>[] {
    const turn = { now: this.#deps.now(), interactiveStreak: this.#interactiveStreak }
    return pickBatch(this.#waiting, turn, this.#deps.rules)
  }

  #sendAhead(): void {
    this.#deps.sendAhead(this.#next().map((entry) => entry.job))
  }

  async #collect(): Promise<void> {
    const waitMs = remainingCollectMs(this.#next(), this.#deps.now(), this.#deps.rules)
    if (waitMs === 0) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #begin(batch: Entry<Job, Answer>[], release: () => void): void {
    const first = batch[0]
    if (!first) {
      release()
      return
    }
    this.#waiting = this.#waiting.filter((entry) => !batch.includes(entry))
    this.#interactiveStreak = first.priority === 'interactive' ? this.#interactiveStreak + 1 : 0
    const run: Run<Job, Answer> = { entries: batch, abort: new AbortController(), done: Promise.resolve() }
    this.#runs.add(run)
    run.done = this.#runBatch(run).finally(() => {
      release()
      this.#runs.delete(run)
      this.#kick()
      this.#reconsider()
    })
    this.#tellPlaces()
  }

  /** Never rejects. */
  async #runBatch({ entries: batch, abort }: Run<Job, Answer>): Promise<void> {
    const startedAt = this.#deps.now()
    try {
      const answering = this.#deps.run(
        batch.map((entry) => entry.job),
        abort.signal,
      )
      this.#sendAhead()
      const answers = await answering
      batch.forEach((entry, index) => {
        const answer = answers[index] ?? { ok: false, error: missing() }
        const queueMs = startedAt - entry.enqueuedAt
        if (answer.ok) entry.settle({ ok: true, value: { answer: answer.value, queueMs } })
        else this.#afterFailure([entry], answer.error)
      })
    } catch (thrown) {
      this.#afterFailure(batch, AppError.from(thrown))
    }
  }

  /** After a crash, or for want of memory, everyone tries once more, each by itself: only the culprit fails. */
  #afterFailure(batch: Entry<Job, Answer>[], error: AppError): void {
    const again: Entry<Job, Answer>[] = []
    const isWorthAnother = error.code === 'engine-crashed' || error.code === 'out-of-memory'
    for (const entry of batch) {
      if (isWorthAnother && !entry.alone && !entry.isSettled && !this.#isStopping && entry.mayRepeat()) {
        entry.alone = true
        again.push(entry)
      } else entry.settle({ ok: false, error })
    }
    this.#waiting.unshift(...again)
  }

  #busy(): AppError {
    const seconds = retryAfterSeconds(this.#waiting.length, this.#deps.imagesPerSecond())
    return new AppError('engine-busy', 'The engine has more pictures waiting than it can take.', {
      retryAfterSeconds: seconds,
      suggestion: `Try again in ${seconds} s.`,
    })
  }
}

const cancelled = () => new AppError('cancelled', 'The caller has gone.')
const missing = () => new AppError('internal', 'The engine left a picture of its batch unanswered.')
const stopping = () =>
  new AppError('engine-busy', 'The sidecar is stopping.', { retryAfterSeconds: 5, retryable: true })
const tooLate = (deadlineMs: number) =>
  new AppError('deadline-exceeded', `There was no answer within ${Math.round(deadlineMs / 1000)} s.`, {
    suggestion: 'The machine may be busy: try again, or allow more time.',
  })
