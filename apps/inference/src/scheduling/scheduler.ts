/** From a request to its result: chooses the engine, queues the job, and adds what the sidecar knows. */
import {
  AppError,
  type EngineHealth,
  type EngineName,
  type PerceptionOptions,
  type PerceptionResult,
  type Priority,
  type ReasoningOptions,
  type ReasoningResult,
  type RequestOptions,
  type TaskName,
  type TaskOptions,
  type TaskResponse,
  type Timings,
} from '@vitrine/contracts'
import type { Answer, Job, JobOutput } from '../host/protocol.ts'
import type { Need } from '../residency/choose.ts'
import type { Residency } from '../residency/residency.ts'
import type { Resident } from '../residency/resident.ts'
import { DEFAULT_RULES, type QueueRules } from './policy.ts'
import { EngineQueue } from './queue.ts'
import { MinuteRate } from './rate.ts'

/** Told of what happened, for the metrics. */
export interface SchedulerObserver {
  onBatch(batch: { engine: EngineName; pictures: number }): void
  onSettled(done: { engine: EngineName; task: string; outcome: string; timings: Timings | null }): void
}

export interface SchedulerDeps {
  residency: Residency
  observer: SchedulerObserver
  /** Milliseconds, monotonic. */
  now(): number
  rules?: Partial<Omit<QueueRules, 'batchSize'>>
}

interface Lane {
  queue: EngineQueue<Job, Answer>
  rate: MinuteRate
}

interface Wanted {
  need: Need
  /** The name under which its time is measured. */
  task: string
  job: Job
  options: RequestOptions
}

export class Scheduler {
  readonly #deps: SchedulerDeps
  readonly #lanes = new Map<Resident, Lane>()

  constructor(deps: SchedulerDeps) {
    this.#deps = deps
  }

  async perceive(
    bytes: Uint8Array,
    options: PerceptionOptions,
    signal: AbortSignal,
  ): Promise<PerceptionResult> {
    const served = await this.#serve(
      {
        need: { stage: 'perception' },
        task: 'perception',
        job: { type: 'perceive', bytes, settings: options.settings },
        options,
      },
      signal,
    )
    if (served.output.type !== 'perceive') throw mismatch(served.output)
    const { engine, size, timings, notes } = served
    const { warnings, ...result } = served.output.result
    return { ...result, warnings: [...notes, ...warnings], engine, size, timings }
  }

  async runTask(
    bytes: Uint8Array,
    task: TaskName,
    options: TaskOptions,
    signal: AbortSignal,
  ): Promise<TaskResponse> {
    const job: Job = { type: 'task', bytes, task, input: options.input }
    const served = await this.#serve({ need: { task }, task, job, options }, signal)
    if (served.output.type !== 'task') throw mismatch(served.output)
    const { engine, size, timings, notes } = served
    const { warnings, ...result } = served.output.result
    return { ...result, warnings: [...notes, ...warnings], engine, task, size, timings }
  }

  async reason(bytes: Uint8Array, options: ReasoningOptions, signal: AbortSignal): Promise<ReasoningResult> {
    const { reasons, perception } = options
    const job: Job = { type: 'reason', bytes, context: { reasons, perception } }
    const served = await this.#serve(
      { need: { stage: 'reasoning' }, task: 'reasoning', job, options },
      signal,
    )
    if (served.output.type !== 'reason') throw mismatch(served.output)
    const { engine, timings } = served
    return { ...served.output.result, engine, timings }
  }

  /** Throws what `chooseEngine` throws: a route asks before it reads a long body. */
  check(need: Need): void {
    this.#deps.residency.choose(need)
  }

  /** Every engine, its queue and its pace. */
  health(): EngineHealth[] {
    return this.#deps.residency.residents.map((resident) => {
      const { manifest } = resident
      const { state, device, rssBytes, restarts, lastError } = resident.status
      const { queue, rate } = this.#lane(resident)
      const { interactive, batch, running } = queue.depth
      return {
        engine: manifest.name,
        state: state === 'ready' && running > 0 ? 'busy' : state,
        stages: [...manifest.stages],
        tasks: [...manifest.tasks],
        device,
        queueDepth: interactive + batch,
        running,
        restarts,
        rssBytes,
        imagesPerSecond: rate.perSecond,
        ...(lastError ? { lastError } : {}),
      }
    })
  }

  /** Requests that wait for an engine, by priority. */
  depths(): { engine: EngineName; depth: Record<Priority | 'running', number> }[] {
    return this.#deps.residency.residents.map((resident) => ({
      engine: resident.manifest.name,
      depth: this.#lane(resident).queue.depth,
    }))
  }

  async stop(graceMs: number): Promise<void> {
    await Promise.all([...this.#lanes.values()].map(({ queue }) => queue.stop(graceMs)))
  }

  /** When the engine goes while its requests wait, and another can take them, they are not sent away. */
  async #serve(wanted: Wanted, signal: AbortSignal) {
    const { residency } = this.#deps
    const { need, options } = wanted
    let resident = residency.choose(need, options.engine)
    for (;;) {
      try {
        const served = await this.#serveWith(resident, wanted, signal)
        const note = residency.explain(need, resident)
        return { ...served, notes: note && !options.engine ? [note] : [] }
      } catch (thrown) {
        const error = AppError.from(thrown)
        if (error.code !== 'engine-starting' && error.code !== 'no-engine') throw error
        const other = residency.choose(need, options.engine)
        if (other === resident) throw error
        resident = other
      }
    }
  }

  async #serveWith(resident: Resident, { job, task, options }: Wanted, signal: AbortSignal) {
    const { observer, now } = this.#deps
    const engine = resident.manifest.name
    const { queue, rate } = this.#lane(resident)
    const startedAt = now()
    try {
      const { answer, queueMs } = await queue.submit({
        job,
        kind: job.type,
        batchable: job.type === 'perceive',
        priority: options.priority,
        sizeBytes: job.bytes.byteLength,
        deadlineMs: options.deadlineMs,
        signal,
      })
      const { size, decodeMs, engineMs, output } = answer
      const timings: Timings = { decodeMs, queueMs, engineMs, totalMs: now() - startedAt }
      rate.note()
      observer.onSettled({ engine, task, outcome: 'ok', timings })
      return { engine, size, output, timings }
    } catch (thrown) {
      const error = AppError.from(thrown)
      observer.onSettled({ engine, task, outcome: error.code, timings: null })
      throw error
    }
  }

  #lane(resident: Resident): Lane {
    const known = this.#lanes.get(resident)
    if (known) return known
    const { residency, observer, now, rules } = this.#deps
    const rate = new MinuteRate(now)
    const { name, batchSize } = resident.manifest
    const queue = new EngineQueue<Job, Answer>({
      rules: { ...DEFAULT_RULES, ...rules, batchSize },
      prepare: () => residency.prepare(resident),
      run: (jobs, signal) => {
        observer.onBatch({ engine: name, pictures: jobs.length })
        return residency.run(resident, jobs, signal)
      },
      sendAhead: (jobs) => resident.host.sendAhead(jobs),
      now,
      imagesPerSecond: () => rate.perSecond,
    })
    const lane = { queue, rate }
    this.#lanes.set(resident, lane)
    return lane
  }
}

const mismatch = (output: JobOutput) =>
  new AppError('internal', `The engine answered another question (${output.type}).`)
