/** Where the weights to measure with are: real ones if there are any, else random ones of the same shape. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.join(import.meta.dirname, '../..')
/** What the bench keeps from one run to the next; not in Git. */
export const OWN_FOLDER = path.join(ROOT, '.bench/models')
/** Written beside random weights by who makes them. */
const MARKER = 'random-weights.txt'

export interface MeasuredWeights {
  dir: string
  areRandom: boolean
}

export interface WantedWeights {
  /** Repositories as on the hub, the best first. */
  repositories: readonly string[]
  /** Whether a folder has all that is needed. */
  isWhole(dir: string): boolean
}

/** Looks into the given folders in turn; real weights go before random ones. */
export function findWeights(
  { repositories, isWhole }: WantedWeights,
  folders: readonly string[],
): MeasuredWeights | undefined {
  const found = folders
    .flatMap((folder) => repositories.map((repository) => path.resolve(folder, repository)))
    .filter(isWhole)
    .map((dir): MeasuredWeights => ({ dir, areRandom: existsSync(path.join(dir, MARKER)) }))
  return found.find(({ areRandom }) => !areRandom) ?? found[0]
}

/** The product's own places, and the bench's. */
export function usualFolders(): string[] {
  const { VITRINE_MODELS_DIR: folder } = process.env
  return [...(folder ? [folder] : []), path.join(ROOT, 'data/models'), OWN_FOLDER]
}

/**
 * Random weights of the true shape, as slow as the real ones. Throws where they cannot be written.
 * @param name Of the model and, where it has several, its precision, as `make-full-size-models.ts` calls them.
 */
export function makeWeights(
  { name, dtype }: { name: string; dtype?: string },
  wanted: WantedWeights,
): MeasuredWeights {
  const program = ['--import', 'tsx', 'scripts/make-full-size-models.ts', name, OWN_FOLDER]
  const { status } = spawnSync(process.execPath, [...program, ...(dtype ? [dtype] : [])], {
    cwd: path.join(ROOT, 'apps/inference'),
    stdio: 'inherit',
  })
  const made = findWeights(wanted, [OWN_FOLDER])
  if (status === 0 && made) return made
  throw new Error(`No weights of ${name} could be written into ${OWN_FOLDER}.`)
}
