/**
 * transformers.js as its documentation shows it: every turn is a `generate` over the whole conversation; or, as it also
 * offers, one that is handed the keys and values of the turn before.
 */
import {
  AutoProcessor,
  BaseStreamer,
  cat,
  env,
  ones_like,
  Qwen2VLForConditionalGeneration,
  RawImage,
  Tensor,
  type TextStreamer,
} from '@huggingface/transformers'
import { z } from 'zod'
import { toOnnxDevice } from '../../src/onnx/onnx-device.ts'
import { dtypesIn, type Measured, type MeasuredTurn, type Measuring } from './measured.ts'

/** The parts of the processor that its type leaves out. */
const Processor = z.custom<{
  image_processor: {
    max_pixels: number
    (images: RawImage[]): Promise<{ pixel_values: Tensor; image_grid_thw: Tensor }>
  }
  tokenizer(text: string, options: { add_special_tokens: boolean }): { input_ids: Tensor }
}>((value) => typeof value === 'function' && 'image_processor' in value)

/** Ids alone, or with the keys and values where they were asked for. */
const Generated = z.union([
  z.instanceof(Tensor).transform((sequences) => ({ sequences, past_key_values: undefined })),
  z.object({ sequences: z.instanceof(Tensor), past_key_values: z.unknown() }),
])

/** The type of `generate` wants a streamer of text, its code any streamer. */
const Streamer = z.custom<TextStreamer>((value) => value instanceof BaseStreamer)

/** The method that a follow-up on kept keys and values trips over. */
const Prepares = z.custom<{ prepare_inputs_for_generation(...given: unknown[]): Record<string, unknown> }>(
  (value) => typeof value === 'function' && 'prepare_inputs_for_generation' in value,
)

const END_OF_ANSWER = '<|im_end|>\n'
const BEFORE_QUESTION = '<|im_start|>user\n'
const BEFORE_ANSWER = '<|im_end|>\n<|im_start|>assistant\n'
const SYSTEM = '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n'

export async function measurePlain(given: Measuring, isKept: boolean): Promise<Measured> {
  const { dir, device, dtype, threads, maxPixels, questions, tokens } = given
  env.allowRemoteModels = false
  env.useFSCache = false
  const startedAt = performance.now()
  const model = await Qwen2VLForConditionalGeneration.from_pretrained(dir, {
    dtype: dtypesIn(dir, dtype),
    device: toOnnxDevice(device),
    session_options: { intraOpNumThreads: threads },
  })
  const processor = Processor.parse(await AutoProcessor.from_pretrained(dir, {}))
  processor.image_processor.max_pixels = maxPixels
  const loadMs = performance.now() - startedAt
  const encode = (text: string) => processor.tokenizer(text, { add_special_tokens: false }).input_ids
  const images = await Promise.all(
    given.pictures.map((bytes) => RawImage.fromBlob(new Blob([new Uint8Array(bytes)]))),
  )

  const generate = async (input_ids: Tensor, inputs: Record<string, unknown>) => {
    const watch = new TokenWatch()
    const made = Generated.parse(
      await model.generate({
        ...inputs,
        input_ids,
        attention_mask: ones_like(input_ids),
        do_sample: false,
        min_new_tokens: tokens,
        max_new_tokens: tokens,
        return_dict_in_generate: isKept,
        streamer: Streamer.parse(watch),
      }),
    )
    return { ...made, watch }
  }
  await generate(encode(`${SYSTEM}${BEFORE_QUESTION}Hello.${BEFORE_ANSWER}`), {})

  if (isKept) dropEmptyInputs(Prepares.parse(model))
  const turns: MeasuredTurn[] = []
  let sequence: Tensor | null = null
  let seen: { pixel_values: Tensor; image_grid_thw: Tensor } | null = null
  let past: { past_key_values?: unknown } = {}
  for (const question of questions) {
    const askedAt = performance.now()
    if (images.length > 0 && !(isKept && seen)) seen = await processor.image_processor(images)
    const marks = seen
      ? `<|vision_start|>${'<|image_pad|>'.repeat(tokensOf(seen.image_grid_thw))}<|vision_end|>`
      : ''
    const next: Tensor = sequence
      ? cat([sequence, encode(`${END_OF_ANSWER}${BEFORE_QUESTION}${question}${BEFORE_ANSWER}`)], 1)
      : encode(`${SYSTEM}${BEFORE_QUESTION}${marks}${question}${BEFORE_ANSWER}`)
    const known: number = isKept && sequence ? sequence.size - 1 : 0
    const made = await generate(next, { ...seen, ...past })
    sequence = made.sequences
    if (isKept) past = { past_key_values: made.past_key_values }
    turns.push({ promptTokens: next.size, readTokens: next.size - known, ...made.watch.since(askedAt) })
  }
  await model.dispose()
  return { loadMs, turns }
}

/** Handed a kept cache, the library sets the pictures to null and then misses them: it works when the key is gone. */
function dropEmptyInputs(model: z.infer<typeof Prepares>): void {
  const prepare = model.prepare_inputs_for_generation.bind(model)
  model.prepare_inputs_for_generation = (...given) => {
    const inputs = prepare(...given)
    return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== null))
  }
}

const tokensOf = (grid: Tensor): number => Number(grid.data[1]) * Number(grid.data[2]) * 0.25

/** Hears of the prompt first, then of each token. */
class TokenWatch extends BaseStreamer {
  readonly #at: number[] = []

  override put(): void {
    this.#at.push(performance.now())
  }

  override end(): void {}

  since(askedAt: number): Pick<MeasuredTurn, 'firstTokenMs' | 'tokensPerSecond'> {
    const [, first = askedAt, ...later] = this.#at
    const took = (later.at(-1) ?? first) - first
    return { firstTokenMs: first - askedAt, tokensPerSecond: (later.length * 1000) / Math.max(1, took) }
  }
}
