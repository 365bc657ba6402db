/** From a request to its result: chooses the engine, queues the job, and adds what the sidecar knows. */
import {
  AppError,
  type ChatEvent,
  type ChatOptions,
  type EngineHealth,
  type EngineName,
  type PerceptionOptions,
  type PerceptionResult,
  type PictureKey,
  type Priority,
  type ReasoningOptions,
  type ReasoningResult,
  type RequestOptions,
  type TaskName,
  type TaskOptions,
  type TaskResponse,
  type Timings,
} from '@vitrine/contracts'
import type { Answer, ChatAnswer, EngineSpeech, Job, JobOutput, PictureAnswer } from '../host/protocol.ts'
import type { Need } from '../residency/choose.ts'
import type { Residency } from '../residency/residency.ts'
import type { Resident } from '../residency/resident.ts'
import { ChatFeed } from './chat-feed.ts'
import { Narrator } from './narrator.ts'
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
  rules?: Partial<Omit<QueueRules, 'batchSize' | 'parallel'>>
}

/** A job on its way through the queue, and who hears what its engine says meanwhile. */
interface Errand {
  job: Job
  say(event: EngineSpeech): void
}

interface Lane {
  queue: EngineQueue<Errand, Answer>
  rate: MinuteRate
}

interface Wanted {
  need: Need
  /** The name under which its time is measured. */
  task: string
  job: Job
  options: RequestOptions
  /** Of a chat. */
  narrator?: Narrator
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
    const served = await this.#servePicture(
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
    const served = await this.#servePicture({ need: { task }, task, job, options }, signal)
    if (served.output.type !== 'task') throw mismatch(served.output)
    const { engine, size, timings, notes } = served
    const { warnings, ...result } = served.output.result
    return { ...result, warnings: [...notes, ...warnings], engine, task, size, timings }
  }

  async reason(bytes: Uint8Array, options: ReasoningOptions, signal: AbortSignal): Promise<ReasoningResult> {
    const { reasons, perception } = options
    const job: Job = { type: 'reason', bytes, context: { reasons, perception } }
    const served = await this.#servePicture(
      { need: { stage: 'reasoning' }, task: 'reasoning', job, options },
      signal,
    )
    if (served.output.type !== 'reason') throw mismatch(served.output)
    const { engine, timings } = served
    return { ...served.output.result, engine, timings }
  }

  /**
   * A chat's next answer, as it is written. Throws what goes wrong before the first event; later it is the last
   * event. Who stops reading cancels.
   */
  chat(
    options: ChatOptions,
    pictures: ReadonlyMap<PictureKey, Uint8Array>,
    signal: AbortSignal,
  ): AsyncGenerator<ChatEvent, void> {
    const feed = new ChatFeed()
    const until = AbortSignal.any([signal, feed.abandoned])
    this.#serveChat(options, pictures, { say: (event) => feed.say(event), signal: until }).then(
      () => feed.end(null),
      (thrown: unknown) => feed.end(AppError.from(thrown)),
    )
    return feed.events()
  }

  /** Throws what `chooseEngine` throws: a route asks before it reads a long body. */
  check(need: Need, wanted?: EngineName): void {
    this.#deps.residency.choose(need, wanted)
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

  async #serveChat(
    { priority, deadlineMs, engine, ...asked }: ChatOptions,
    pictures: ReadonlyMap<PictureKey, Uint8Array>,
    { say, signal }: { say(event: ChatEvent): void; signal: AbortSignal },
  ): Promise<void> {
    const sent = [...pictures].map(([key, bytes]) => ({ key, bytes }))
    const served = await this.#serve(
      {
        need: { stage: 'reasoning' },
        task: 'chat',
        job: { type: 'chat', ...asked, pictures: sent },
        options: { priority, deadlineMs, ...(engine ? { engine } : {}) },
        narrator: new Narrator(say),
      },
      signal,
    )
    if (served.answer.type !== 'chat') throw mismatch(served.answer)
    const { model, finish, usage, warnings } = served.answer.result
    say({
      type: 'done',
      engine: served.engine,
      model,
      finish,
      usage: { ...usage, queueMs: served.timings.queueMs },
      warnings: [...served.notes, ...warnings],
    })
  }

  async #servePicture(wanted: Wanted, signal: AbortSignal) {
    const { answer, ...served } = await this.#serve(wanted, signal)
    if (answer.type !== 'picture') throw mismatch(answer)
    const { size, output } = answer
    return { ...served, size, output }
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
        if (wanted.narrator?.hasText) throw error
        const other = residency.choose(need, options.engine)
        if (other === resident) throw error
        resident = other
      }
    }
  }

  async #serveWith(resident: Resident, { job, task, options, narrator }: Wanted, signal: AbortSignal) {
    const { observer, now } = this.#deps
    const engine = resident.manifest.name
    const { queue, rate } = this.#lane(resident)
    const startedAt = now()
    const unfollow = narrator?.follow(resident)
    try {
      const { answer, queueMs } = await queue.submit({
        job: { job, say: (event) => narrator?.hearEngine(engine, event) },
        kind: job.type,
        batchable: job.type === 'perceive',
        parallel: job.type === 'chat' || job.type === 'reason',
        priority: options.priority,
        sizeBytes: sizeOf(job),
        deadlineMs: options.deadlineMs,
        signal,
        onWait: (ahead) => narrator?.hearWait(engine, ahead),
        mayRepeat: () => !narrator?.hasText,
      })
      // A chat decodes within the engine's time.
      const decodeMs = answer.type === 'picture' ? answer.decodeMs : 0
      const timings: Timings = { decodeMs, queueMs, engineMs: answer.engineMs, totalMs: now() - startedAt }
      if (answer.type === 'picture') rate.note()
      observer.onSettled({ engine, task, outcome: 'ok', timings })
      return { engine, answer, timings }
    } catch (thrown) {
      const error = AppError.from(thrown)
      observer.onSettled({ engine, task, outcome: error.code, timings: null })
      throw error
    } finally {
      unfollow?.()
    }
  }

  #lane(resident: Resident): Lane {
    const known = this.#lanes.get(resident)
    if (known) return known
    const { residency, observer, now, rules } = this.#deps
    const rate = new MinuteRate(now)
    const { name, batchSize, parallelChats: parallel = 1 } = resident.manifest
    const queue = new EngineQueue<Errand, Answer>({
      rules: { ...DEFAULT_RULES, ...rules, batchSize, parallel },
      prepare: () => residency.prepare(resident),
      run: (errands, signal) => {
        observer.onBatch({ engine: name, pictures: errands.length })
        const jobs = errands.map(({ job }) => job)
        return residency.run(resident, jobs, { signal, say: (event) => errands[0]?.say(event) })
      },
      sendAhead: (errands) =>
        resident.host.sendAhead(errands.flatMap(({ job }) => (job.type === 'chat' ? [] : [job]))),
      now,
      imagesPerSecond: () => rate.perSecond,
    })
    const lane = { queue, rate }
    this.#lanes.set(resident, lane)
    return lane
  }
}

const sizeOf = (job: Job) =>
  job.type === 'chat'
    ? job.pictures.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
    : job.bytes.byteLength

const mismatch = ({ type }: JobOutput | PictureAnswer | ChatAnswer) =>
  new AppError('internal', `The engine answered another question (${type}).`)
