/** All sidecars as one: health, the least busy first, and the next one when one fails. */
import {
  AppError,
  type ChatEvent,
  type ChatRequest,
  type EngineHealth,
  type ModelStatus,
  type PerceptionRequest,
  type PerceptionResult,
  type ReasoningOptions,
  type ReasoningResult,
  type SidecarHealth,
  type StageName,
  type TaskName,
  type TaskResponse,
} from '@vitrine/contracts'
import type { ChatCall } from './chat-call.ts'
import { type ModelManagement, manageFirst } from './model-management.ts'
import type { ChatPictures, ImageBytes, Sidecar, TaskRequest } from './sidecar.ts'
import {
  canChat,
  canServe,
  chatEnginesOf,
  describeProblem,
  hasEngine,
  type SidecarState,
  tasksOf,
} from './sidecar-state.ts'

export interface Inference {
  /** Asks every sidecar how it is; never throws. Calls that overlap share one round. */
  refresh(): Promise<void>
  /** How many sidecars have an engine that takes this stage now, as far as is known. */
  serving(stage: StageName): number
  /** Whether any sidecar has an engine for deep readings; null while none has answered yet. */
  hasReasoningEngine(): boolean | null
  /** The tasks that some sidecar can do, as far as is known. */
  tasks(): TaskName[]
  /** What a person should know when stage 1 stands still, or null. */
  problem(): string | null
  /** The health of the first sidecar that answers; throws `sidecar-unreachable` when none does. */
  health(signal?: AbortSignal): Promise<SidecarHealth>
  models(signal?: AbortSignal): Promise<ModelStatus[]>
  /** Of the first sidecar that answers. */
  readonly management: ModelManagement
  perceive(image: ImageBytes, options: PerceptionRequest, signal: AbortSignal): Promise<PerceptionResult>
  reason(image: ImageBytes, options: ReasoningOptions, signal: AbortSignal): Promise<ReasoningResult>
  runTask(image: ImageBytes, request: TaskRequest, signal: AbortSignal): Promise<TaskResponse>
  /** The engines that answer questions, best first; null while no sidecar answers. */
  chatEngines(): EngineHealth[] | null
  /**
   * An answer as it is written; the last step is `done`, and what fails is thrown. Another sidecar is tried as long
   * as no text has come: the steps before it then come once more.
   */
  chat(request: ChatRequest, pictures: ChatPictures, signal: AbortSignal): AsyncIterable<ChatStep>
}

export type ChatStep = Exclude<ChatEvent, { type: 'failed' }>

interface Endpoint {
  sidecar: Sidecar
  state: SidecarState
  /** Requests of this process that wait for an answer. */
  inFlight: number
}

/** Errors that say something about the sidecar, not about the image: another one may do better. */
const FAILOVER = new Set([
  'sidecar-unreachable',
  'engine-busy',
  'engine-starting',
  'no-engine',
  'task-unsupported',
])
/** Whether a sidecar, as far as is known, takes some work now. */
type CanTake = (state: SidecarState) => boolean
const takes =
  (stage: StageName): CanTake =>
  (state) =>
    canServe(state, stage)

/** @param sidecars At least one. */
export function createInference(sidecars: readonly Sidecar[]): Inference {
  const endpoints = sidecars.map(
    (sidecar): Endpoint => ({ sidecar, state: { type: 'unknown' }, inFlight: 0 }),
  )
  let refreshing: Promise<unknown> | null = null

  /** Tries the sidecars in turn, the most promising first; throws the last error when all have failed. */
  async function call<T>(canTake: CanTake, work: (sidecar: Sidecar) => Promise<T>): Promise<T> {
    let failure = new AppError('sidecar-unreachable', 'No inference sidecar is configured.')
    for (const endpoint of inOrderOfPromise(endpoints, canTake)) {
      endpoint.inFlight += 1
      try {
        return await work(endpoint.sidecar)
      } catch (thrown) {
        failure = AppError.from(thrown)
        if (failure.code === 'sidecar-unreachable') endpoint.state = { type: 'unreachable' }
        if (!FAILOVER.has(failure.code)) break
      } finally {
        endpoint.inFlight -= 1
      }
    }
    throw failure
  }

  return {
    async refresh() {
      refreshing ??= Promise.all(endpoints.map(ask)).finally(() => {
        refreshing = null
      })
      await refreshing
    },
    serving: (stage) => endpoints.filter(({ state }) => canServe(state, stage)).length,
    hasReasoningEngine() {
      const known = endpoints.filter(({ state }) => state.type === 'answering')
      if (known.length === 0) return null
      return known.some(({ state }) => hasEngine(state, 'reasoning'))
    },
    tasks: () => [...new Set(endpoints.flatMap(({ state }) => tasksOf(state)))],
    problem: () => describeProblem(endpoints.map(({ sidecar, state }) => ({ url: sidecar.url, state }))),
    management: manageFirst(sidecars.map(({ management }) => management)),
    health: (signal) => call(takes('perception'), (sidecar) => sidecar.health(signal)),
    models: (signal) => call(takes('perception'), (sidecar) => sidecar.models(signal)),
    perceive: (image, options, signal) =>
      call(takes('perception'), (sidecar) => sidecar.perceive(image, options, signal)),
    reason: (image, options, signal) =>
      call(takes('reasoning'), (sidecar) => sidecar.reason(image, options, signal)),
    runTask: (image, request, signal) =>
      call(
        (state) => tasksOf(state).includes(request.task),
        (sidecar) => sidecar.runTask(image, request, signal),
      ),
    chatEngines() {
      const states = endpoints.map(({ state }) => state)
      return states.some(({ type }) => type === 'answering') ? chatEnginesOf(states) : null
    },
    chat: (request, pictures, signal) => chat(endpoints, { request, pictures, signal }),
  }
}

/** As `call` does, but what was said cannot be taken back: after the first word there is no other sidecar. */
async function* chat(
  endpoints: readonly Endpoint[],
  { request, pictures, signal }: ChatCall,
): AsyncGenerator<ChatStep> {
  let failure = new AppError('sidecar-unreachable', 'No inference sidecar is configured.')
  for (const endpoint of inOrderOfPromise(endpoints, (state) => canChat(state, request.engine))) {
    endpoint.inFlight += 1
    let hasSpoken = false
    try {
      for await (const event of endpoint.sidecar.chat(request, pictures, signal)) {
        if (event.type === 'failed') throw AppError.fromWire({ error: event.error })
        hasSpoken ||= event.type === 'text'
        yield event
      }
      return
    } catch (thrown) {
      failure = AppError.from(thrown)
      if (failure.code === 'sidecar-unreachable') endpoint.state = { type: 'unreachable' }
      if (hasSpoken || !FAILOVER.has(failure.code)) break
    } finally {
      endpoint.inFlight -= 1
    }
  }
  throw failure
}

async function ask(endpoint: Endpoint): Promise<void> {
  try {
    endpoint.state = { type: 'answering', health: await endpoint.sidecar.health() }
  } catch (thrown) {
    // A sidecar that is too busy to say how it is within the time is no longer one to count on, either.
    endpoint.state =
      AppError.from(thrown).code === 'internal'
        ? { type: 'foreign', message: AppError.from(thrown).message }
        : { type: 'unreachable' }
  }
}

/** Those that can serve first, the least busy of them first; the others after them, for want of better. */
function inOrderOfPromise(endpoints: readonly Endpoint[], canTake: CanTake): Endpoint[] {
  const rank = ({ state }: Endpoint) => (canTake(state) ? 0 : state.type === 'unreachable' ? 2 : 1)
  return [...endpoints].sort((a, b) => rank(a) - rank(b) || a.inFlight - b.inFlight)
}
