/** What a child does with a batch: decode, run, settle each picture by itself. */
import { AppError } from '@vitrine/contracts'
import type { Engine, Settled } from '../engines/engine.ts'
import type { DecodedImage } from '../image/image.ts'
import { type DecodableJob, settle } from './pictures.ts'
import type { JobOutput, PictureAnswer, PictureJob } from './protocol.ts'

/** Decoded pictures that wait for the engine together; above this, the batch is run in parts. */
const MAX_DECODED_BYTES = 384 * 1024 ** 2

/** Pictures decoded at once: sharp works outside the event loop, one thread for most formats. */
const DECODE_TOGETHER = 2

interface Decoded {
  index: number
  job: PictureJob
  image: DecodedImage
  decodeMs: number
}

/** Answers in the order of the pictures; never rejects: what fails fails for its own picture. */
export async function runJobs(
  engine: Engine,
  jobs: readonly DecodableJob[],
  options: { signal: AbortSignal },
): Promise<Settled<PictureAnswer>[]> {
  const answers: Settled<PictureAnswer>[] = jobs.map(() => ({ ok: false, error: notReached() }))
  let part: Decoded[] = []
  const flush = async () => {
    const settled = await runDecoded(engine, part, options.signal)
    part.forEach(({ index }, place) => {
      const answer = settled[place]
      if (answer) answers[index] = answer
    })
    part = []
  }
  for (let start = 0; start < jobs.length && !options.signal.aborted; start += DECODE_TOGETHER) {
    const group = jobs.slice(start, start + DECODE_TOGETHER)
    const decoded = await Promise.all(group.map(({ decode }) => decode()))
    decoded.forEach((picture, offset) => {
      const index = start + offset
      const job = jobs[index]?.job
      if (picture.ok && job) part.push({ index, job, ...picture.value })
      else if (!picture.ok) answers[index] = picture
    })
    if (part.reduce((sum, { image }) => sum + image.pixels.byteLength, 0) > MAX_DECODED_BYTES) await flush()
  }
  await flush()
  return answers
}

async function runDecoded(
  engine: Engine,
  pictures: readonly Decoded[],
  signal: AbortSignal,
): Promise<Settled<PictureAnswer>[]> {
  if (pictures.length === 0) return []
  const startedAt = performance.now()
  const outputs = await runEngine(engine, pictures, signal)
  const engineMs = (performance.now() - startedAt) / pictures.length
  return pictures.map(({ image, decodeMs }, index) => {
    const output = outputs[index] ?? { ok: false, error: notReached() }
    return output.ok
      ? {
          ok: true,
          value: {
            type: 'picture',
            size: image.sourceSize ?? image.size,
            decodeMs,
            engineMs,
            output: withWarnings(output.value, image),
          },
        }
      : output
  })
}

async function runEngine(
  engine: Engine,
  pictures: readonly Decoded[],
  signal: AbortSignal,
): Promise<Settled<JobOutput>[]> {
  const inputs = pictures.flatMap(({ job, image }) =>
    job.type === 'perceive' ? [{ image, settings: job.settings }] : [],
  )
  if (inputs.length < pictures.length) {
    const outputs: Settled<JobOutput>[] = []
    for (const picture of pictures) outputs.push(await settle(() => runSingle(engine, picture, signal)))
    return outputs
  }
  const batch = await settle(() => engine.perceive(inputs, signal))
  if (batch.ok)
    return batch.value.map((one) =>
      one.ok ? { ok: true, value: { type: 'perceive', result: one.value } } : one,
    )
  if (pictures.length === 1 || signal.aborted) return pictures.map(() => batch)
  // The engine gave up on the batch as a whole: one by one, only the culprit fails.
  const alone: Settled<JobOutput>[] = []
  for (const picture of pictures) alone.push(...(await runEngine(engine, [picture], signal)))
  return alone
}

async function runSingle(engine: Engine, { job, image }: Decoded, signal: AbortSignal): Promise<JobOutput> {
  switch (job.type) {
    case 'task': {
      const { task, input } = job
      return { type: 'task', result: await engine.runTask(image, { task, input }, signal) }
    }
    case 'reason':
      if (!engine.reason) throw new AppError('task-unsupported', 'This engine cannot do deep readings.')
      return { type: 'reason', result: await engine.reason(image, job.context, signal) }
    case 'perceive':
      throw new AppError('internal', 'A batch mixed perception with other jobs.')
  }
}

/** What decoding lost belongs to the answer, whether the engine passed it on or not. */
function withWarnings(output: JobOutput, { warnings }: DecodedImage): JobOutput {
  const all = [...new Set([...warnings, ...output.result.warnings])]
  switch (output.type) {
    case 'perceive':
      return { type: 'perceive', result: { ...output.result, warnings: all } }
    case 'task':
      return { type: 'task', result: { ...output.result, warnings: all } }
    case 'reason':
      return { type: 'reason', result: { ...output.result, warnings: all } }
  }
}

const notReached = () => new AppError('cancelled', 'The batch was stopped before this picture.')
