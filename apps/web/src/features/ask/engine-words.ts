/** How the engines that answer are called, and what each is. Pure. */
import type { AskEngine, AskEngines, EngineName, Turn } from '@vitrine/contracts'

export const engineNames: Record<EngineName, string> = {
  'qwen2-vl': 'Qwen-VL on this machine',
  gguf: 'Qwen-VL by llama.cpp',
  openai: 'A model server',
  index: 'The index',
  florence2: 'Florence-2',
  builtin: 'The builtin engine',
}

/** What to expect of an engine, in a sentence. */
export const engineLimits: Record<EngineName, string> = {
  'qwen2-vl': 'Looks at the pictures themselves. Slow without a graphics card.',
  gguf: 'Looks at the pictures themselves, with the larger model.',
  openai: 'Looks at the pictures on a server that you chose.',
  index:
    'No model: it looks up what was read of the pictures (objects, text, fields), counts and quotes. It sees nothing new and says so when it can’t tell.',
  florence2: 'Reads pictures; it does not converse.',
  builtin: 'Reads pictures; it does not converse.',
}

const stateNames: Record<AskEngine['state'], string> = {
  ready: 'ready',
  busy: 'busy',
  unloaded: 'loads when asked',
  starting: 'starting',
  absent: 'not here',
  failed: 'failed',
}

/** Whether it can be asked now, if only after waiting. */
export const canAnswer = ({ state }: AskEngine): boolean => state !== 'absent' && state !== 'failed'

/** "Qwen2-VL-2B-Instruct": a model's id without who published it. */
export function modelName(id: string): string {
  return id.split('/').at(-1) ?? id
}

/** What an engine is called where a model was chosen of it, or answered. */
export function engineTitle(engine: EngineName, model: string | null = null): string {
  return model === null ? engineNames[engine] : `${engineNames[engine]}, ${modelName(model)}`
}

/** The line under an engine's name: how it is, and where it runs. */
export function engineDetail({ state, detail }: AskEngine): string {
  return [stateNames[state], detail].filter(Boolean).join(' · ')
}

/** A choice of the menu: an engine, or one of its models. */
export interface EngineChoice {
  engine: EngineName
  /** Null: the one that is in use. */
  model: string | null
}

/** One row for each engine, or for each of its models where there are several. */
export function engineChoices({ engines }: AskEngines): (EngineChoice & { status: AskEngine })[] {
  return engines.flatMap((status) => {
    const models = status.models.length > 1 ? status.models : [null]
    return models.map((model) => ({ engine: status.engine, model, status }))
  })
}

/** The engine that will be asked: what was chosen for the conversation while it is there, else the best. */
export function engineToAsk({ engines, chosen }: AskEngines, wanted: EngineName | null): EngineName {
  const status = engines.find(({ engine }) => engine === wanted)
  return status ? status.engine : chosen
}

/** Whether nothing but the index can answer. */
export function isIndexOnly({ engines }: AskEngines): boolean {
  return !engines.some((status) => status.engine !== 'index' && canAnswer(status))
}

/** What answered a turn: "Qwen-VL on this machine, Qwen2-VL-2B-Instruct"; empty before that is decided. */
export function answeredBy({ engine, model }: Pick<Turn, 'engine' | 'model'>): string {
  if (engine === null) return ''
  return engineTitle(engine, engine === 'index' ? null : (model?.id ?? null))
}
