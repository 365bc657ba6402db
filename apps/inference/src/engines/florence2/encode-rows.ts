/** Pictures and prompts to the encoder's output: one row for each question. */
import { type InferenceSession, Tensor } from 'onnxruntime-node'
import type { EncodedRows } from './generation/generate.ts'
import type { ImageFeatures } from './vision.ts'

export interface Question {
  features: ImageFeatures
  /** The prompt with `<s>` before and `</s>` after. */
  promptIds: readonly number[]
}

const PAD = 1
/** Prompts are padded to a multiple of this, so that the runtime meets few shapes. */
const STEP = 8

/** The picture's features, then the prompt's embeddings, then padding that nothing attends to. */
export async function encodeRows(
  sessions: { embedTokens: InferenceSession; encoder: InferenceSession },
  questions: readonly Question[],
): Promise<EncodedRows> {
  const first = questions[0]
  if (!first) throw new Error('There is no question to encode.')
  const { tokens, width } = first.features
  const longest = Math.max(...questions.map(({ promptIds }) => promptIds.length))
  const textLength = Math.ceil(longest / STEP) * STEP
  const length = tokens + textLength
  const text = await embedPrompts(sessions.embedTokens, questions, textLength)
  const embeds = new Float32Array(questions.length * length * width)
  const mask = new BigInt64Array(questions.length * length)
  questions.forEach(({ features, promptIds }, row) => {
    embeds.set(features.data, row * length * width)
    const words = text.subarray(row * textLength * width, (row + 1) * textLength * width)
    embeds.set(words, (row * length + tokens) * width)
    mask.fill(1n, row * length, row * length + tokens + promptIds.length)
  })
  const attention = new Tensor('int64', mask, [questions.length, length])
  const { last_hidden_state: hidden } = await sessions.encoder.run({
    inputs_embeds: new Tensor('float32', embeds, [questions.length, length, width]),
    attention_mask: attention,
  })
  if (!hidden) throw new Error('The encoder gave no output.')
  return { hidden, mask: attention }
}

async function embedPrompts(
  session: InferenceSession,
  questions: readonly Question[],
  length: number,
): Promise<Float32Array> {
  const ids = new BigInt64Array(questions.length * length).fill(BigInt(PAD))
  questions.forEach(({ promptIds }, row) => {
    ids.set(
      promptIds.map((id) => BigInt(id)),
      row * length,
    )
  })
  const { inputs_embeds: embeds } = await session.run({
    input_ids: new Tensor('int64', ids, [questions.length, length]),
  })
  if (embeds?.data instanceof Float32Array) return embeds.data
  throw new Error('The embedding graph gave no float32 embeddings.')
}
