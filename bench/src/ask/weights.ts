/** Which weights of Qwen2-VL are measured with. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { WantedWeights } from '../model-folders.ts'

export const DTYPES = ['fp32', 'fp16', 'q8', 'q4', 'q4f16'] as const
export type Dtype = (typeof DTYPES)[number]

/** Of those, the ones that can be made of random numbers here. */
export const RANDOM_DTYPES: readonly Dtype[] = ['fp32', 'q4']

const SUFFIXES: Record<Dtype, string> = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  q4: '_q4',
  q4f16: '_q4f16',
}

export const qwenWeights = (dtype: Dtype): WantedWeights => ({
  repositories: ['onnx-community/Qwen2-VL-2B-Instruct'],
  isWhole: (dir) =>
    ['vision_encoder', 'decoder_model_merged'].every((graph) =>
      existsSync(path.join(dir, `onnx/${graph}${SUFFIXES[dtype]}.onnx`)),
    ),
})
