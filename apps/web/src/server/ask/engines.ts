/** Which engine answers, and what can be chosen. Pure. */
import {
  AppError,
  type AskEngine,
  type AskEngines,
  type EngineHealth,
  type EngineName,
  type ModelsReport,
} from '@vitrine/contracts'
import { CHAT_ENGINES } from '../inference/sidecar-state.ts'

const STATES: Record<EngineHealth['state'], AskEngine['state']> = {
  stopped: 'unloaded',
  starting: 'starting',
  restarting: 'starting',
  ready: 'ready',
  busy: 'busy',
  failed: 'failed',
}

const ABSENT: Record<(typeof CHAT_ENGINES)[number], string> = {
  openai: 'Name a model server on the Models page to use it.',
  gguf: 'Download its weights on the Models page to use it.',
  'qwen2-vl': 'Download its weights on the Models page to use it.',
}

const INDEX: AskEngine = {
  engine: 'index',
  models: [],
  state: 'ready',
  detail: 'Answers from what was read and detected, without a model.',
}

/** One sentence about an engine that is there. */
function describe({ engine, state, device, queueDepth, lastError }: EngineHealth): string {
  if (state === 'failed') return `It cannot run: ${(lastError ?? 'the log says why').replace(/\.?$/, '.')}`
  const where = engine === 'openai' ? 'Runs on a model server.' : `Runs on this machine (${device}).`
  return queueDepth > 0 ? `${where.slice(0, -1)}; ${queueDepth} waiting.` : where
}

/** Engines that could answer now or after a start. */
export function usable(present: readonly EngineHealth[]): EngineHealth[] {
  return present.filter(({ state }) => state !== 'failed')
}

/** The best present engine; the index when there is none. */
export function bestEngine(present: readonly EngineHealth[]): EngineName {
  return usable(present)[0]?.engine ?? 'index'
}

/** @param present Null while no sidecar answers. */
export function describeEngines(
  present: readonly EngineHealth[] | null,
  report: ModelsReport | null,
): AskEngines {
  const engines = CHAT_ENGINES.map((engine): AskEngine => {
    const own = present?.find((one) => one.engine === engine)
    const known = report?.models.filter((model) => model.engine === engine) ?? []
    const models = known.filter(({ residency }) => residency !== 'absent').map(({ model }) => model.id)
    if (own) return { engine, models: [...new Set(models)], state: STATES[own.state], detail: describe(own) }
    const detail = present === null ? 'The inference sidecar does not answer.' : ABSENT[engine]
    return { engine, models: [], state: 'absent', detail: known[0]?.detail ?? detail }
  })
  return { engines: [...engines, INDEX], chosen: bestEngine(present ?? []) }
}

/** The engine of a turn. Throws `no-engine` when the one that was chosen cannot answer. */
export function pickEngine(wanted: EngineName | null, present: readonly EngineHealth[] | null): EngineName {
  if (wanted === null) return bestEngine(present ?? [])
  if (wanted === 'index') return wanted
  if (present === null)
    throw new AppError('sidecar-unreachable', 'The inference sidecar does not answer.', {
      suggestion: 'Ask the index instead, or try again when it is back.',
    })
  if (usable(present).some(({ engine }) => engine === wanted)) return wanted
  const how = CHAT_ENGINES.find((name) => name === wanted)
  throw new AppError('no-engine', `The engine ${wanted} that was chosen is not there.`, {
    suggestion: `${how ? ABSENT[how] : 'Choose another engine.'} Or ask the index instead.`,
  })
}
