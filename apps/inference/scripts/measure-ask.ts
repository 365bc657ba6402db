/**
 * One side of `npm run bench:ask`, in a process of its own so that its memory is its own:
 * `npx tsx scripts/measure-ask.ts --side kept|anew|plain|plain-kept --dir <repository> --pictures <folder> …`.
 * Prints one line of JSON.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { measureEngine } from './ask/engine-side.ts'
import { type Measured, MeasuredDtype, type Measuring } from './ask/measured.ts'
import { measurePlain } from './ask/plain-side.ts'

const KIB = 1024

/** About as long as people ask; of the golden model's words, so that it has few tokens. */
const QUESTIONS = [
  'please describe what is to be seen in this picture, and which colours it has.',
  'and what is it that they have in common?',
  'which of these is the larger one, and what is on it?',
  'please say in two words what the picture is of.',
  'what have you not said of the picture?',
]
/** One token, after a word. */
const WORD = ' the'

const { values } = parseArgs({
  options: {
    side: { type: 'string' },
    dir: { type: 'string' },
    pictures: { type: 'string' },
    device: { type: 'string' },
    dtype: { type: 'string' },
    threads: { type: 'string' },
    tokens: { type: 'string' },
    turns: { type: 'string' },
    pixels: { type: 'string' },
    random: { type: 'boolean', default: false },
  },
})
const Count = z.coerce.number().int().positive()
const given = z
  .object({
    side: z.enum(['kept', 'anew', 'plain', 'plain-kept']),
    dir: z.string(),
    pictures: z.string(),
    device: z.enum(['cpu', 'webgpu', 'cuda']),
    dtype: MeasuredDtype,
    threads: Count,
    tokens: Count.min(2),
    turns: Count.max(QUESTIONS.length),
    pixels: Count,
    random: z.boolean(),
  })
  .parse(values)

const measuring: Measuring = {
  dir: path.resolve(given.dir),
  device: given.device,
  dtype: given.dtype,
  threads: given.threads,
  pictures: readdirSync(given.pictures)
    .sort()
    .map((name) => readFileSync(path.join(given.pictures, name))),
  maxPixels: given.pixels,
  questions: QUESTIONS.slice(0, given.turns),
  tokens: given.tokens,
  // Noise would have other tokens when it is read again.
  standIn: given.random ? WORD.repeat(given.tokens) : null,
}

function measure(): Promise<Measured> {
  switch (given.side) {
    case 'kept':
    case 'anew':
      return measureEngine(measuring, given.side === 'kept')
    case 'plain':
    case 'plain-kept':
      return measurePlain(measuring, given.side === 'plain-kept')
  }
}

console.log(JSON.stringify({ ...(await measure()), peakBytes: process.resourceUsage().maxRSS * KIB }))
