/** Our engine, as its child runs it: pictures decoded, then a batch at a time. */
import { PerceptionSettings } from '@vitrine/contracts'
import { createFlorenceEngine } from '../../src/engines/florence2/index.ts'
import { florence2Manifest } from '../../src/engines/florence2/manifest.ts'
import { decodeImage } from '../../src/image/decode.ts'
import { type Measured, type Measuring, startWatch } from './measured.ts'

const FP32 = {
  embed_tokens: 'fp32',
  vision_encoder: 'fp32',
  encoder_model: 'fp32',
  decoder_model_merged: 'fp32',
} as const

/** The three questions that triage asks; page tiles are left out, since the other side does not know them. */
const SETTINGS = PerceptionSettings.parse({
  tasks: ['object-detection', 'ocr-with-region', 'detailed-caption'],
  tiledOcr: 'never',
})
const MAX_PIXELS = 1e8
const never = new AbortController().signal

export async function measureEngine({ dir, pictures, tokens, threads }: Measuring): Promise<Measured> {
  const steps = new StepCounter()
  const startedAt = performance.now()
  const engine = await createFlorenceEngine({
    weights: {
      key: 'florence-2-base-ft',
      repository: 'measured',
      revision: 'measured',
      dir,
      dtypes: FP32,
      sizeBytes: 0,
      licence: 'MIT',
    },
    device: 'cpu',
    threads,
    ...(tokens === null ? {} : { maxNewTokens: tokens }),
    onStep: (rows) => steps.count(rows),
  })
  const loadMs = performance.now() - startedAt
  const read = async (batch: readonly Buffer[]) => {
    const decoded = await Promise.all(
      batch.map((bytes) => decodeImage(bytes, { maxPixels: MAX_PIXELS, maxSide: engine.decodeSide })),
    )
    const answers = await engine.perceive(
      decoded.map((image) => ({ image, settings: SETTINGS })),
      never,
    )
    for (const answer of answers) if (!answer.ok) throw answer.error
  }
  await read(pictures.slice(0, 1))
  const timed = pictures.slice(1)
  const watch = startWatch()
  for (let at = 0; at < timed.length; at += florence2Manifest.batchSize)
    await read(timed.slice(at, at + florence2Manifest.batchSize))
  const spent = watch()
  await engine.dispose()
  return { loadMs, ...spent, images: timed.length, answerTokens: steps.mean }
}

/** How many steps a batch took, on average; a batch is over when no row is left in it. */
class StepCounter {
  #steps = 0
  #batches = 0

  count(rows: number): void {
    this.#steps += 1
    if (rows === 0) this.#batches += 1
  }

  get mean(): number {
    return this.#steps / Math.max(1, this.#batches)
  }
}
