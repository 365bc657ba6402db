/**
 * One side of `npm run bench:perception`, in a process of its own so that its memory is its own:
 * `npx tsx scripts/measure-perception.ts --side engine|plain --dir <repository> --pictures <folder>
 * --threads <n> [--tokens <n>]`. Prints one line of JSON.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { measureEngine } from './perception/engine-side.ts'
import { measurePlain } from './perception/plain-side.ts'

const KIB = 1024

const { values } = parseArgs({
  options: {
    side: { type: 'string' },
    dir: { type: 'string' },
    pictures: { type: 'string' },
    threads: { type: 'string' },
    tokens: { type: 'string' },
  },
})
const { side, dir, pictures, threads, tokens } = z
  .object({
    side: z.enum(['engine', 'plain']),
    dir: z.string(),
    pictures: z.string(),
    threads: z.coerce.number().int().positive(),
    tokens: z.coerce.number().int().min(4).nullable().default(null),
  })
  .parse(values)

const files = readdirSync(pictures).sort()
const given = {
  dir: path.resolve(dir),
  pictures: files.map((name) => readFileSync(path.join(pictures, name))),
  tokens,
  threads,
}
const measured = await (side === 'engine' ? measureEngine(given) : measurePlain(given))
console.log(JSON.stringify({ ...measured, peakBytes: process.resourceUsage().maxRSS * KIB }))
