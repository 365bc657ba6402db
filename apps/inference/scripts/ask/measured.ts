/** What the sides of `npm run bench:ask` are given, and what they tell. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** The precisions that both sides know. */
export const MeasuredDtype = z.enum(['fp32', 'fp16', 'q8', 'q4', 'q4f16'])
export type MeasuredDtype = z.infer<typeof MeasuredDtype>

export interface Measuring {
  /** A folder laid out as a hub repository of Qwen2-VL. */
  dir: string
  device: 'cpu' | 'webgpu' | 'cuda'
  /** Of the decoder and the vision encoder. */
  dtype: MeasuredDtype
  threads: number
  /** Shown with the first question. */
  pictures: readonly Buffer[]
  /** The most pixels of a picture that are looked at. */
  maxPixels: number
  questions: readonly string[]
  /** Of each answer. */
  tokens: number
  /** What stands for an answer where the side forgets it; null: its own text. */
  standIn: string | null
}

export interface MeasuredTurn {
  /** The whole conversation up to the answer. */
  promptTokens: number
  /** Of it, what was read in this turn. */
  readTokens: number
  /** From the question to the first token of the answer. */
  firstTokenMs: number
  /** After the first. */
  tokensPerSecond: number
}

export interface Measured {
  loadMs: number
  turns: MeasuredTurn[]
}

const SUFFIXES: Record<MeasuredDtype, string> = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  q4: '_q4',
  q4f16: '_q4f16',
}

/** Which file of each graph to load: the embeddings have one of their own in few precisions. */
export function dtypesIn(dir: string, dtype: MeasuredDtype): Record<string, MeasuredDtype> {
  const files = new Set(readdirSync(path.join(dir, 'onnx')))
  const candidates: readonly MeasuredDtype[] = [dtype, 'fp32', 'fp16']
  const find = (graph: string) => {
    const found = candidates.find((one) => files.has(`${graph}${SUFFIXES[one]}.onnx`))
    if (found) return found
    throw new Error(`${dir} has no ${graph} in ${candidates.join(', ')}.`)
  }
  return {
    embed_tokens: find('embed_tokens'),
    vision_encoder: find('vision_encoder'),
    decoder_model_merged: find('decoder_model_merged'),
  }
}
