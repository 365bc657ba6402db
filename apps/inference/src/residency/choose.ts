/** Which engine answers a request: pure. */
import { AppError, type EngineName, type StageName, type TaskName } from '@vitrine/contracts'
import type { EngineManifest } from '../engines/engine.ts'

/** What a request needs of an engine. */
export type Need = { stage: StageName } | { task: TaskName }

/** How an engine is. `why` is a sentence for a person. */
export type Fitness =
  | { type: 'able' }
  /** Its weights are not here: as if it were not, but for what it could do. */
  | { type: 'absent'; why: string }
  /** It should run, and does not. `isLasting`: it is not tried again by itself. */
  | { type: 'failed'; why: string; isLasting: boolean; suggestion?: string }

export interface Choosable {
  manifest: Pick<EngineManifest, 'name' | 'stages' | 'tasks'>
  fitness: Fitness
}

/**
 * The engine asked for, or the first that can: the list is in order of preference. One that fails is passed over
 * while another can, and is taken, with its error, where none can.
 * Throws `no-engine` when none is there, `task-unsupported` when the one asked for cannot.
 */
export function chooseEngine<T extends Choosable>(engines: readonly T[], need: Need, wanted?: EngineName): T {
  const capable = engines.filter((engine) => can(engine, need))
  if (wanted) {
    const engine = engines.find(({ manifest }) => manifest.name === wanted)
    if (!engine) throw new AppError('no-engine', `There is no engine called ${wanted} here.`)
    if (!capable.includes(engine))
      throw new AppError('task-unsupported', `The ${wanted} engine cannot do ${describeNeed(need)}.`)
    return requireHope(engine)
  }
  const able = capable.find(({ fitness }) => fitness.type === 'able')
  const first = able ?? capable.find(({ fitness }) => fitness.type === 'failed') ?? capable[0]
  if (first) return requireHope(first)
  if ('task' in need)
    throw new AppError('task-unsupported', `No engine here can do ${describeNeed(need)}.`, {
      suggestion: 'GET /v1/models lists the tasks of each engine.',
    })
  throw new AppError('no-engine', `No engine here can do ${describeNeed(need)}.`)
}

/** Why a better engine than the one that was chosen was passed over; null where none was that should run. */
export function explainChoice(engines: readonly Choosable[], need: Need, chosen: EngineName): string | null {
  for (const engine of engines) {
    const { manifest, fitness } = engine
    if (manifest.name === chosen) return null
    if (fitness.type === 'failed' && can(engine, need))
      return `This was done by the ${chosen} engine, since ${manifest.name} does not run. ${fitness.why}`
  }
  return null
}

function can({ manifest }: Choosable, need: Need): boolean {
  return 'stage' in need ? manifest.stages.includes(need.stage) : manifest.tasks.includes(need.task)
}

/** One that may come back by itself is worth the wait; the others say at once why they cannot. */
function requireHope<T extends Choosable>(engine: T): T {
  const { manifest, fitness } = engine
  if (fitness.type === 'absent')
    throw new AppError('no-engine', `The ${manifest.name} engine could do this. ${fitness.why}`, {
      suggestion: 'Its models can be downloaded on the Models page.',
    })
  if (fitness.type === 'failed' && fitness.isLasting)
    throw new AppError('no-engine', `The ${manifest.name} engine does not run. ${fitness.why}`, {
      ...(fitness.suggestion ? { suggestion: fitness.suggestion } : {}),
    })
  return engine
}

const describeNeed = (need: Need) => ('stage' in need ? need.stage : need.task)
