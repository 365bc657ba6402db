/** Runs one side after the other, each in a process of its own. */
import path from 'node:path'
import { z } from 'zod'
import { runSide } from '../run-side.ts'
import type { ModelSize } from './weights.ts'

const ROOT = path.join(import.meta.dirname, '../../..')

/** The last line that a side prints. */
const Measured = z.object({
  loadMs: z.number().positive(),
  readMs: z.number().positive(),
  processorMs: z.number().positive(),
  images: z.int().positive(),
  answerTokens: z.number().positive(),
  peakBytes: z.number().positive(),
})
export type Measured = z.infer<typeof Measured>

export interface SideOptions {
  dir: string
  /** A folder of pictures, of which the first is read beforehand. */
  pictures: string
  threads: number
  tokens: number | null
}

export function runNode(side: 'engine' | 'plain', options: SideOptions): Promise<Measured> {
  const { dir, pictures, threads, tokens } = options
  const limit = tokens === null ? [] : ['--tokens', String(tokens)]
  const program = ['--import', 'tsx', 'scripts/measure-perception.ts', '--side', side, '--dir', dir]
  return run(
    process.execPath,
    [...program, '--pictures', pictures, '--threads', String(threads), ...limit],
    path.join(ROOT, 'apps/inference'),
  )
}

/** The official PyTorch code, with random weights of its own. */
export function runReference(
  python: string,
  size: ModelSize,
  { pictures, threads, tokens }: SideOptions & { tokens: number },
): Promise<Measured> {
  const program = [
    'time_reference.py',
    size,
    pictures,
    '--threads',
    String(threads),
    '--tokens',
    String(tokens),
  ]
  return run(python, program, path.join(ROOT, 'tools/reference'))
}

const run = (command: string, parameters: readonly string[], cwd: string): Promise<Measured> =>
  runSide({ command, parameters, cwd, schema: Measured })
