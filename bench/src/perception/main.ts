/**
 * `npm run bench:perception [-- --model large --images 8 --models <folder> --tokens 50 --reference <python>]`:
 * Florence-2 at its true size, three tasks an image: our engine beside transformers.js used plainly, one image and one
 * task at a time, and beside the official PyTorch code where a Python is given that has it.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { findWeights, makeWeights, usualFolders } from '../model-folders.ts'
import { drawPicture } from '../pipeline/pictures.ts'
import { type Measured, runNode, runReference, type SideOptions } from './sides.ts'
import { florenceWeights } from './weights.ts'

const GOAL_RATIO = 2.5

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'base' },
    images: { type: 'string', default: '8' },
    tokens: { type: 'string', default: '50' },
    threads: { type: 'string', default: String(availableParallelism()) },
    models: { type: 'string' },
    reference: { type: 'string' },
  },
})
const Count = z.coerce.number().int().positive()
const { model, images, tokens, threads, models, reference } = z
  .object({
    model: z.enum(['base', 'large']),
    images: Count,
    tokens: Count.min(4),
    threads: Count,
    models: z.string().optional(),
    reference: z.string().optional(),
  })
  .parse(values)

async function drawPictures(count: number): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vitrine-bench-'))
  mkdirSync(folder, { recursive: true })
  for (let number = 0; number < count; number += 1)
    writeFileSync(path.join(folder, `${String(number).padStart(4, '0')}.jpg`), await drawPicture(number))
  return folder
}

const processorPerImage = ({ processorMs, images: read }: Measured) => processorMs / read / 1000
const perImage = ({ readMs, images: read }: Measured) => readMs / read / 1000

function printRow(name: string, measured: Measured): void {
  const { loadMs, peakBytes, answerTokens } = measured
  const columns = [
    `${(loadMs / 1000).toFixed(1)} s`.padStart(8),
    `${perImage(measured).toFixed(2)} s`.padStart(10),
    (1 / perImage(measured)).toFixed(3).padStart(10),
    `${processorPerImage(measured).toFixed(2)} s`.padStart(11),
    `${(peakBytes / 1024 ** 3).toFixed(2)} GiB`.padStart(11),
    answerTokens.toFixed(1).padStart(14),
  ]
  console.log(`${name.padEnd(24)}${columns.join('')}`)
}

function printRatio(name: string, other: Measured, engine: Measured): void {
  const time = perImage(other) / perImage(engine)
  const processor = processorPerImage(other) / processorPerImage(engine)
  console.log(
    `${name} takes ${time.toFixed(2)} × as long as the engine, and ${processor.toFixed(2)} × the processor's time.`,
  )
}

const now = () => `load of the machine ${loadavg()[0]?.toFixed(1)} on ${cpus().length} processors`

const wanted = florenceWeights(model)
const weights =
  findWeights(wanted, models ? [models] : usualFolders()) ?? makeWeights({ name: model }, wanted)
console.log(
  `Florence-2 ${model}, fp32 on ${threads} threads of ${cpus()[0]?.model ?? 'an unknown processor'}, ${now()}.\n` +
    `${images} images of 1600 × 1200; three tasks each: objects, text, detailed caption.\n` +
    (weights.areRandom
      ? `No real weights are here, so random ones of the true shape: what they say is noise and does not end,\nso every answer of every side is cut at ${tokens} tokens.`
      : `Real weights (${weights.dir}): answers end by themselves.`),
)
const pictures = await drawPictures(images + 1)
const options: SideOptions = {
  dir: weights.dir,
  pictures,
  threads,
  tokens: weights.areRandom ? tokens : null,
}
try {
  console.log(`\n${'side'.padEnd(24)}    load   an image   images/s  processor     memory  tokens/answer`)
  const engine = await runNode('engine', options)
  printRow("Vitrine's engine", engine)
  const plain = await runNode('plain', options)
  printRow('transformers.js, plainly', plain)
  const official =
    reference && weights.areRandom ? await runReference(reference, model, { ...options, tokens }) : undefined
  if (official) printRow('PyTorch, official', official)
  if (reference && !weights.areRandom) console.log('PyTorch is measured with random weights only.')
  console.log('')
  printRatio('The plain loop', plain, engine)
  if (official) printRatio('The official PyTorch code', official, engine)
  const ratio = perImage(plain) / perImage(engine)
  console.log(
    `Goal: the plain loop takes ${GOAL_RATIO} × as long: ${ratio >= GOAL_RATIO ? 'met' : 'missed'}.`,
  )
  console.log(`Afterwards: ${now()}.`)
} finally {
  rmSync(pictures, { recursive: true, force: true })
}
