/** transformers.js as its documentation shows it: one picture, one task at a time. */
import {
  AutoProcessor,
  env,
  Florence2ForConditionalGeneration,
  RawImage,
  Tensor,
} from '@huggingface/transformers'
import { z } from 'zod'
import { type Measured, type Measuring, startWatch } from './measured.ts'

const TASKS = ['<OD>', '<OCR>', '<DETAILED_CAPTION>'] as const
/** The start, the one that is forced to begin with, and the end. */
const FORCED_TOKENS = 3
/** As long as the decoder knows places. */
const LONGEST = 1023

/** The parts of the processor that its type leaves out. */
const Processor = z.custom<{
  (image: RawImage, task: string): Promise<Record<string, Tensor>>
  batch_decode(ids: Tensor, options: { skip_special_tokens: boolean }): string[]
  post_process_generation(text: string, task: string, size: [number, number]): unknown
}>((value) => typeof value === 'function' && 'post_process_generation' in value)

export async function measurePlain({ dir, pictures, tokens, threads }: Measuring): Promise<Measured> {
  env.allowRemoteModels = false
  env.useFSCache = false
  const startedAt = performance.now()
  const model = await Florence2ForConditionalGeneration.from_pretrained(dir, {
    dtype: 'fp32',
    device: 'cpu',
    session_options: { intraOpNumThreads: threads },
  })
  const processor = Processor.parse(await AutoProcessor.from_pretrained(dir, {}))
  const loadMs = performance.now() - startedAt
  const limits =
    tokens === null ? { max_new_tokens: LONGEST } : { max_new_tokens: tokens, min_new_tokens: tokens - 1 }
  let answers = 0
  let written = 0
  const read = async (bytes: Buffer) => {
    const image = await RawImage.fromBlob(new Blob([new Uint8Array(bytes)]))
    for (const task of TASKS) {
      const inputs = await processor(image, task)
      const ids = await model.generate({ ...inputs, ...limits, num_beams: 1 })
      if (!(ids instanceof Tensor)) throw new Error('The library answered with something else than ids.')
      const [text = ''] = processor.batch_decode(ids, { skip_special_tokens: false })
      processor.post_process_generation(text, task, [image.width, image.height])
      answers += 1
      written += (ids.dims[1] ?? FORCED_TOKENS) - FORCED_TOKENS
    }
  }
  const [first, ...timed] = pictures
  if (first) await read(first)
  const watch = startWatch()
  for (const bytes of timed) await read(bytes)
  const spent = watch()
  await model.dispose()
  return { loadMs, ...spent, images: timed.length, answerTokens: written / Math.max(1, answers) }
}
