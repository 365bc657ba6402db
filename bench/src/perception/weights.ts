/** Which weights of Florence-2 are measured with. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { WantedWeights } from '../model-folders.ts'

const GRAPHS = ['embed_tokens', 'vision_encoder', 'encoder_model', 'decoder_model_merged']

export type ModelSize = 'base' | 'large'

export const florenceWeights = (size: ModelSize): WantedWeights => ({
  repositories: [`onnx-community/Florence-2-${size}-ft`, `onnx-community/Florence-2-${size}`],
  isWhole: (dir) => GRAPHS.every((graph) => existsSync(path.join(dir, `onnx/${graph}.onnx`))),
})
