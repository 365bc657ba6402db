/** Where the weights to measure with are: real ones if there are any, else random ones of the same shape. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.join(import.meta.dirname, '../../..')
/** What the bench keeps from one run to the next; not in Git. */
const OWN_FOLDER = path.join(ROOT, '.bench/models')
/** Written beside random weights by who makes them. */
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

/** The product's own places, and the bench's. */
export function usualFolders(): string[] {
  const { VITRINE_MODELS_DIR: folder } = process.env
  return [...(folder ? [folder] : []), path.join(ROOT, 'data/models'), OWN_FOLDER]
}

/** Random weights of the true shape, as slow as the real ones. Throws where they cannot be written. */
export function makeWeights(size: ModelSize): MeasuredWeights {
  const program = ['--import', 'tsx', 'scripts/make-full-size-models.ts', size, OWN_FOLDER]
  const { status } = spawnSync(process.execPath, program, {
    cwd: path.join(ROOT, 'apps/inference'),
    stdio: 'inherit',
  })
  const made = findWeights(size, [OWN_FOLDER])
  if (status === 0 && made) return made
  throw new Error(`No weights of Florence-2 ${size} could be written into ${OWN_FOLDER}.`)
}
