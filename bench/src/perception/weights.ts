/** Where the weights to measure with are: real ones if there are any, else random ones of the same shape. */
import { existsSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.join(import.meta.dirname, '../../..')
/** Written beside random weights by tools/reference/make_full_size.py. */
const MARKER = 'random-weights.txt'
const GRAPHS = ['embed_tokens', 'vision_encoder', 'encoder_model', 'decoder_model_merged']

export type ModelSize = 'base' | 'large'

export interface MeasuredWeights {
  dir: string
  areRandom: boolean
}

/** Looks into the given folders in turn; real weights go before random ones. */
export function findWeights(size: ModelSize, folders: readonly string[]): MeasuredWeights | undefined {
  const found = folders
    .flatMap((folder) =>
      [`Florence-2-${size}-ft`, `Florence-2-${size}`].map((name) =>
        path.resolve(folder, 'onnx-community', name),
      ),
    )
    .filter((dir) => GRAPHS.every((graph) => existsSync(path.join(dir, `onnx/${graph}.onnx`))))
    .map((dir): MeasuredWeights => ({ dir, areRandom: existsSync(path.join(dir, MARKER)) }))
  return found.find(({ areRandom }) => !areRandom) ?? found[0]
}

/** The product's own places, and the one that the bench keeps its files in. */
export function usualFolders(): string[] {
  const { VITRINE_MODELS_DIR: folder } = process.env
  return [...(folder ? [folder] : []), path.join(ROOT, 'data/models'), path.join(ROOT, '.bench/models')]
}

export function explainMissing(size: ModelSize): string {
  return [
    `There are no fp32 weights of Florence-2 ${size} on this machine, neither in VITRINE_MODELS_DIR nor in data/models.`,
    'Random ones of the same shape are as slow. They are made with Python (tools/reference/README.md):',
    `  python tools/reference/make_full_size.py ${size} .bench/models`,
  ].join('\n')
}
