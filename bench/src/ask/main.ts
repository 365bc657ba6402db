/**
 * `npm run bench:ask [-- --device cpu|webgpu|cuda --dtype q4 --images 1 --pixels 307200 --turns 5 --tokens 16
 * --models <folder> --sides kept,anew,plain,plain-kept]`: a conversation with Qwen2-VL 2B about a picture; the time to
 * the first token of each turn, going on from what is known and reading everything anew, beside transformers.js used
 * plainly.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { findWeights, type MeasuredWeights, makeWeights, usualFolders } from '../model-folders.ts'
import { drawPicture } from '../pipeline/pictures.ts'
import { GOAL_SHARE, HEADER, printShare, printSpeed, printTurns, shareOf } from './report.ts'
import { type Measured, runAskSide, type SideName, type SideOptions } from './sides.ts'
import { DTYPES, qwenWeights, RANDOM_DTYPES } from './weights.ts'

const { values } = parseArgs({
  options: {
    device: { type: 'string', default: 'cpu' },
    dtype: { type: 'string', default: 'q4' },
    images: { type: 'string', default: '1' },
    pixels: { type: 'string', default: String(640 * 480) },
    turns: { type: 'string', default: '5' },
    tokens: { type: 'string', default: '16' },
    threads: { type: 'string', default: String(availableParallelism()) },
    models: { type: 'string' },
    sides: { type: 'string', default: 'kept,anew,plain,plain-kept' },
  },
})
const Count = z.coerce.number().int().positive()
const { device, dtype, images, models, sides, ...numbers } = z
  .object({
    device: z.enum(['cpu', 'webgpu', 'cuda']),
    dtype: z.enum(DTYPES),
    images: z.coerce.number().int().min(0),
    pixels: Count,
    turns: Count.min(2).max(5),
    tokens: Count.min(2),
    threads: Count,
    models: z.string().optional(),
    sides: z.preprocess(
      (given) => String(given).split(','),
      z.array(z.enum(['kept', 'anew', 'plain', 'plain-kept'])).min(1),
    ),
  })
  .parse(values)

const NAMES: Record<SideName, string> = {
  kept: "Vitrine's engine",
  anew: 'the engine, everything anew in every turn',
  plain: 'transformers.js, everything anew',
  'plain-kept': 'transformers.js, keys and values handed on',
}

function openWeights(): MeasuredWeights {
  const wanted = qwenWeights(dtype)
  const found = findWeights(wanted, models ? [models] : usualFolders())
  if (found) return found
  if (!RANDOM_DTYPES.includes(dtype))
    throw new Error(`No weights of Qwen2-VL 2B in ${dtype} are here; random ones are made in q4 and fp32.`)
  return makeWeights({ name: 'qwen2-vl-2b', dtype }, wanted)
}

async function drawPictures(count: number): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vitrine-bench-'))
  for (let number = 0; number < count; number += 1)
    writeFileSync(path.join(folder, `${number}.jpg`), await drawPicture(number))
  return folder
}

const now = () => `load of the machine ${loadavg()[0]?.toFixed(1)} on ${cpus().length} processors`

const weights = openWeights()
console.log(
  `Qwen2-VL 2B, ${dtype} on ${device}, ${numbers.threads} threads of ${cpus()[0]?.model ?? 'an unknown processor'}, ${now()}.\n` +
    `${numbers.turns} turns about ${images} ${images === 1 ? 'picture' : 'pictures'} of up to ${numbers.pixels} pixels, shown in the first; answers of ${numbers.tokens} tokens.\n` +
    (weights.areRandom
      ? 'No real weights are here, so random ones of the true shape (28 layers, 151,936 words, vision of 32 blocks):\nwhat they say is noise, and how long it takes is not.'
      : `Real weights (${weights.dir}).`),
)
const pictures = await drawPictures(images)
const options: SideOptions = {
  ...numbers,
  dir: weights.dir,
  pictures,
  device,
  dtype,
  areRandom: weights.areRandom,
}
try {
  console.log(`\n${HEADER}`)
  const measured: Partial<Record<SideName, Measured>> = {}
  for (const side of sides) {
    if (images > 1 && side.startsWith('plain')) {
      console.log(`${NAMES[side]}: left out, the library takes several pictures for a film.\n`)
      continue
    }
    const told = await runAskSide(side, options)
    measured[side] = told
    printTurns(NAMES[side], told)
  }
  const { kept, anew, plain, 'plain-kept': plainKept } = measured
  if (kept && anew) {
    printShare(kept, 'reading everything anew', anew)
    const isMet = shareOf(kept, anew) <= GOAL_SHARE
    console.log(`Goal: at most ${GOAL_SHARE * 100} %: ${isMet ? 'met' : 'missed'}.`)
  }
  if (kept && plain) printShare(kept, NAMES.plain, plain)
  if (kept && plainKept) printShare(kept, NAMES['plain-kept'], plainKept)
  if (plainKept)
    console.log(
      'Handed keys and values, the library looks for the pictures that it has just dropped and throws; measured with that mended.',
    )
  if (kept && plain) printSpeed(kept, 'transformers.js', plain)
  console.log(`Afterwards: ${now()}.`)
} finally {
  rmSync(pictures, { recursive: true, force: true })
}
