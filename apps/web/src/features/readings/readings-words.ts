/** How two readings are spoken of. Pure. */
import type { EngineName, StageOneReading, TaskName } from '@vitrine/contracts'

/** Engines as people call them. */
export const engineNames: Record<EngineName, string> = {
  builtin: 'Builtin',
  florence2: 'Florence-2',
  'qwen2-vl': 'Qwen2-VL',
  gguf: 'llama.cpp',
  openai: 'OpenAI-compatible',
  index: 'Index',
}

const taskWords: Partial<Record<TaskName, string>> = {
  caption: 'caption',
  'detailed-caption': 'detailed caption',
  'more-detailed-caption': 'detailed caption',
  'object-detection': 'objects',
  'open-vocabulary-detection': 'objects',
  'dense-region-caption': 'regions',
  'ocr-with-region': 'text',
  ocr: 'text',
  'image-classification': 'kind',
  'image-embedding': 'likeness',
}

/** A model and what it did for a reading: "caption, objects". */
export interface ModelShare {
  /** Id, revision, dtype: what tells two models apart. */
  name: string
  tasks: string
}

/** The models of a reading, each once, with what they did. */
export function modelsOf({ provenance }: Pick<StageOneReading, 'provenance'>): ModelShare[] {
  const tasks = new Map<string, Set<string>>()
  for (const { task, model } of provenance) {
    const name = `${model.id} ${model.revision.slice(0, 12)} ${model.dtype}`
    const known = tasks.get(name) ?? new Set()
    known.add(taskWords[task] ?? task)
    tasks.set(name, known)
  }
  return [...tasks].map(([name, words]) => ({ name, tasks: [...words].join(', ') }))
}

/** "2 added, 1 gone, 3 the same"; what there is none of is left out. */
export function summarise(changes: { added: number; gone: number; same: number }): string {
  const parts: [number, string][] = [
    [changes.added, 'added'],
    [changes.gone, 'gone'],
    [changes.same, 'the same'],
  ]
  return parts
    .flatMap(([number, word]) => (number > 0 ? [`${number.toLocaleString('en')} ${word}`] : []))
    .join(', ')
}

/** Whether a search asks for what awaits a decision. */
export function asksForReread(query: string): boolean {
  return /(^|[\s(])is:"?\(?([a-z]+,)*reread\b/i.test(query)
}
