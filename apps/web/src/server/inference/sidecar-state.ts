/** What is known of a sidecar, and what it means: pure. */
import type { EngineHealth, EngineName, SidecarHealth, StageName, TaskName } from '@vitrine/contracts'

export type SidecarState =
  /** Not asked yet. */
  | { type: 'unknown' }
  | { type: 'answering'; health: SidecarHealth }
  | { type: 'unreachable' }
  /** Something answers there that is not a sidecar of this version. */
  | { type: 'foreign'; message: string }

/** `stopped` engines start with the first request; `starting` and `restarting` ones would only send it back. */
const TAKING_WORK = new Set<EngineHealth['state']>(['ready', 'busy', 'stopped'])

/** Whether a sidecar has an engine that takes a stage's work now. */
export function canServe(state: SidecarState, stage: StageName): boolean {
  return enginesFor(state, stage).some((engine) => TAKING_WORK.has(engine.state))
}

/** Whether a sidecar has an engine for a stage at all, be it restarting at the moment. */
export function hasEngine(state: SidecarState, stage: StageName): boolean {
  return enginesFor(state, stage).some((engine) => engine.state !== 'failed')
}

/** The tasks that a sidecar's engines can do, be they starting at the moment. */
export function tasksOf(state: SidecarState): TaskName[] {
  if (state.type !== 'answering') return []
  const engines = state.health.engines.filter((engine) => engine.state !== 'failed')
  return [...new Set(engines.flatMap(({ tasks }) => tasks))]
}

/** Engines that answer questions about pictures, best first. */
export const CHAT_ENGINES = ['openai', 'gguf', 'qwen2-vl'] as const satisfies readonly EngineName[]

/** Of all sidecars, each engine once: where several have it, the one that takes work. */
export function chatEnginesOf(states: readonly SidecarState[]): EngineHealth[] {
  const all = states.flatMap((state) => enginesFor(state, 'reasoning'))
  return CHAT_ENGINES.flatMap((name) => {
    const own = all.filter(({ engine }) => engine === name)
    const best = own.find(({ state }) => TAKING_WORK.has(state)) ?? own[0]
    return best ? [best] : []
  })
}

/** Whether a sidecar answers questions now; with a name, by that engine. */
export function canChat(state: SidecarState, engine?: EngineName): boolean {
  return chatEnginesOf([state]).some(
    (one) => TAKING_WORK.has(one.state) && (engine ?? one.engine) === one.engine,
  )
}

function enginesFor(state: SidecarState, stage: StageName): EngineHealth[] {
  return state.type === 'answering' ? state.health.engines.filter(({ stages }) => stages.includes(stage)) : []
}

/** What `describeProblem` says of a start: it passes by itself. */
export const ENGINE_STARTING = 'The engine is starting; reading begins in a moment.'

/** One sentence for a person when no sidecar takes stage 1's work, or null. */
export function describeProblem(sidecars: readonly { url: string; state: SidecarState }[]): string | null {
  const states = sidecars.map(({ state }) => state)
  if (states.some((state) => canServe(state, 'perception') || state.type === 'unknown')) return null
  const foreign = states.find((state) => state.type === 'foreign')
  if (foreign) return foreign.message
  const engines = states.flatMap((state) => enginesFor(state, 'perception'))
  const failed = engines.find(({ state }) => state === 'failed')
  if (failed) return `The ${failed.engine} engine cannot run${reason(failed)}`
  const restarting = engines.find(({ state }) => state === 'restarting')
  if (restarting) return `The ${restarting.engine} engine stopped and is starting again${reason(restarting)}`
  if (engines.length > 0) return ENGINE_STARTING
  if (states.some(({ type }) => type === 'answering')) return 'The sidecar has no engine that reads images.'
  const urls = sidecars.map(({ url }) => url).join(' and ')
  return `The inference sidecar at ${urls} does not answer. Images wait; nothing is lost.`
}

function reason({ lastError }: EngineHealth): string {
  return lastError === undefined ? '.' : `: ${lastError.replace(/\.?$/, '.')}`
}
