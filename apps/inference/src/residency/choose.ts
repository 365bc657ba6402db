/** Which engine answers a request: pure. */
import { AppError, type EngineName, type StageName, type TaskName } from '@vitrine/contracts'
import type { EngineManifest } from '../engines/engine.ts'

/** What a request needs of an engine. */
export type Need = { stage: StageName } | { task: TaskName }

/**
 * The engine asked for, or the first that can: the list is in order of preference.
 * Throws `no-engine` when none is there, `task-unsupported` when the one asked for cannot.
 */
export function chooseEngine<T extends { manifest: Pick<EngineManifest, 'name' | 'stages' | 'tasks'> }>(
  engines: readonly T[],
  need: Need,
  wanted?: EngineName,
): T {
  const able = ({ manifest }: T) =>
    'stage' in need ? manifest.stages.includes(need.stage) : manifest.tasks.includes(need.task)
  if (wanted) {
    const engine = engines.find(({ manifest }) => manifest.name === wanted)
    if (!engine) throw new AppError('no-engine', `There is no engine called ${wanted} here.`)
    if (able(engine)) return engine
    throw new AppError('task-unsupported', `The ${wanted} engine cannot do ${describeNeed(need)}.`)
  }
  const engine = engines.find(able)
  if (engine) return engine
  if ('task' in need)
    throw new AppError('task-unsupported', `No engine here can do ${describeNeed(need)}.`, {
      suggestion: 'GET /v1/models lists the tasks of each engine.',
    })
  throw new AppError('no-engine', `No engine here can do ${describeNeed(need)}.`)
}

const describeNeed = (need: Need) => ('stage' in need ? need.stage : need.task)
