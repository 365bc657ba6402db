/** The engines that run weights from this machine's disk, and the setting that fixes each one's. */
import type { EngineName } from '@vitrine/contracts'
import { WEIGHTS } from './downloads/manifests.ts'
import type { EngineManifest } from './engines/engine.ts'
import { florence2Manifest } from './engines/florence2/manifest.ts'
import { ggufManifest } from './engines/gguf/manifest.ts'
import { qwen2VlManifest } from './engines/qwen2-vl/manifest.ts'
import type { Env } from './env.ts'

export interface WeightsEngine {
  manifest: EngineManifest
  setting: keyof Pick<Env, 'VITRINE_FLORENCE_MODEL' | 'VITRINE_GGUF_MODEL' | 'VITRINE_QWEN_MODEL'>
}

export const WEIGHTS_ENGINES: readonly WeightsEngine[] = [
  { manifest: florence2Manifest, setting: 'VITRINE_FLORENCE_MODEL' },
  { manifest: ggufManifest, setting: 'VITRINE_GGUF_MODEL' },
  { manifest: qwen2VlManifest, setting: 'VITRINE_QWEN_MODEL' },
]

/**
 * In order of preference, for what several can do. Florence-2 reads pictures better than what is built in. A server
 * was named by a person, who means it; llama.cpp has the larger models and the faster processors' code.
 */
export const PREFERENCE: readonly EngineName[] = ['florence2', 'builtin', 'openai', 'gguf', 'qwen2-vl']

/** Undefined for a name of nothing. */
export const engineOfWeights = (key: string): EngineName | undefined =>
  WEIGHTS.find((one) => one.key === key)?.engine
