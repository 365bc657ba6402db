/** Runs one side after the other, each in a process of its own. */
import path from 'node:path'
import { z } from 'zod'
import { runSide } from '../run-side.ts'

const INFERENCE = path.join(import.meta.dirname, '../../../apps/inference')

const Turn = z.object({
  promptTokens: z.int().positive(),
  readTokens: z.int().positive(),
  firstTokenMs: z.number().positive(),
  tokensPerSecond: z.number().positive(),
})
export type Turn = z.infer<typeof Turn>

const Measured = z.object({
  loadMs: z.number().positive(),
  turns: z.array(Turn).min(1),
  peakBytes: z.number().positive(),
})
export type Measured = z.infer<typeof Measured>

/**
 * `kept`: our engine as it is; `anew`: our engine without what it keeps between turns; `plain`: transformers.js reads
 * everything in every turn; `plain-kept`: it is handed the keys and values of the turn before.
 */
export type SideName = 'kept' | 'anew' | 'plain' | 'plain-kept'

export interface SideOptions {
  dir: string
  /** A folder of what is shown with the first question. */
  pictures: string
  device: string
  dtype: string
  threads: number
  tokens: number
  turns: number
  pixels: number
  areRandom: boolean
}

export function runAskSide(
  side: SideName,
  { dir, pictures, areRandom, ...numbers }: SideOptions,
): Promise<Measured> {
  const options = Object.entries(numbers).flatMap(([name, value]) => [`--${name}`, String(value)])
  const program = ['--import', 'tsx', 'scripts/measure-ask.ts', '--side', side, '--dir', dir]
  return runSide({
    command: process.execPath,
    parameters: [...program, '--pictures', pictures, ...options, ...(areRandom ? ['--random'] : [])],
    cwd: INFERENCE,
    schema: Measured,
  })
}
