/**
 * Where each token stands in time, height and width (M-RoPE). Text counts on in all three at once; a picture's tokens
 * share one moment and count in rows and columns, and the text behind it goes on after the largest number so far
 * (Qwen2-VL, https://arxiv.org/abs/2409.12191, section 2.1; `get_rope_index` of
 * https://github.com/huggingface/transformers/blob/main/src/transformers/models/qwen2_vl/modeling_qwen2_vl.py). Pure.
 */
import { type TokenSequence, tokensOf } from './sequence.ts'

export interface Positions {
  time: Int32Array
  height: Int32Array
  width: Int32Array
  /** Of the next token behind the sequence, in all three. */
  next: number
}

/** Positions of every token of a sequence. */
export function positionsOf(sequence: TokenSequence): Positions {
  const length = sequence.ids.length
  const time = new Int32Array(length)
  const height = new Int32Array(length)
  const width = new Int32Array(length)
  let at = 0
  let next = 0
  const writeText = (end: number) => {
    for (; at < end; at += 1, next += 1) time[at] = height[at] = width[at] = next
  }
  for (const image of sequence.images) {
    writeText(Math.min(image.start, length))
    const end = Math.min(length, image.start + tokensOf(image))
    for (; at < end; at += 1) {
      const place = at - image.start
      time[at] = next
      height[at] = next + Math.floor(place / image.columns)
      width[at] = next + (place % image.columns)
    }
    next += Math.max(image.rows, image.columns)
  }
  writeText(length)
  return { time, height, width, next }
}

/** Some tokens' positions as the decoder takes them, int64 [3, 1, to - from]. */
export function positionIds({ time, height, width }: Positions, from: number, to: number): BigInt64Array {
  const length = to - from
  const ids = new BigInt64Array(3 * length)
  for (const [axis, values] of [time, height, width].entries())
    for (let at = 0; at < length; at += 1) ids[axis * length + at] = BigInt(values[from + at] ?? 0)
  return ids
}
