/** What the repository's JSON files say, as far as this engine asks. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@vitrine/contracts'
import { z } from 'zod'

/** The models whose needs this engine meets, by `model_type` of their `config.json`. */
export type QwenFamily = 'qwen2_vl' | 'qwen2_5_vl'

const Id = z.int().nonnegative()
const Count = z.int().positive()

const Config = z.object({
  model_type: z.string(),
  max_position_embeddings: Count.optional(),
  text_config: z.object({ max_position_embeddings: Count.optional() }).optional(),
})

const GenerationConfig = z.object({
  eos_token_id: z.union([Id, z.array(Id)]).optional(),
  repetition_penalty: z.number().positive().default(1),
})

const PreprocessorConfig = z.object({
  image_mean: z.array(z.number()).length(3),
  image_std: z.array(z.number().positive()).length(3),
  rescale_factor: z
    .number()
    .positive()
    .default(1 / 255),
  min_pixels: Count.optional(),
  max_pixels: Count.optional(),
  size: z.object({ shortest_edge: Count.optional(), longest_edge: Count.optional() }).optional(),
  patch_size: Count.default(14),
  temporal_patch_size: Count.default(2),
  merge_size: Count.default(2),
})

/** How pixels become patches, and patches tokens. */
export interface PixelRules {
  rescale: number
  mean: readonly number[]
  std: readonly number[]
  /** The side of a patch, in pixels. */
  patch: number
  /** A picture is a film of this many equal frames. */
  frames: number
  /** So many patches, squared, become one token. */
  merge: number
  minPixels: number
  maxPixels: number
}

export interface QwenSettings {
  family: QwenFamily
  pixels: PixelRules
  /** Ids that end an answer beside `<|im_end|>` and `<|endoftext|>`. */
  endIds: readonly number[]
  /** What is said already becomes less likely by this factor; 1: it does not. */
  repetitionPenalty: number
  /** The longest sequence, answer included. */
  maxTokens: number
}

/** The official processor's own limits, for files that name none. */
const MIN_PIXELS = 4 * 28 * 28
const MAX_PIXELS = 16_384 * 28 * 28
const MAX_TOKENS = 32_768

/** Reads `config.json`, `generation_config.json` and `preprocessor_config.json`. Throws AppError `no-engine`. */
export async function readSettings(dir: string): Promise<QwenSettings> {
  const config = await readJson(path.join(dir, 'config.json'), Config)
  const family = requireFamily(config.model_type)
  const generation = await readJson(path.join(dir, 'generation_config.json'), GenerationConfig)
  const pixels = await readJson(path.join(dir, 'preprocessor_config.json'), PreprocessorConfig)
  const ends = generation.eos_token_id ?? []
  return {
    family,
    pixels: {
      rescale: pixels.rescale_factor,
      mean: pixels.image_mean,
      std: pixels.image_std,
      patch: pixels.patch_size,
      frames: pixels.temporal_patch_size,
      merge: pixels.merge_size,
      minPixels: pixels.min_pixels ?? pixels.size?.shortest_edge ?? MIN_PIXELS,
      maxPixels: pixels.max_pixels ?? pixels.size?.longest_edge ?? MAX_PIXELS,
    },
    endIds: Array.isArray(ends) ? ends : [ends],
    repetitionPenalty: generation.repetition_penalty,
    maxTokens: config.text_config?.max_position_embeddings ?? config.max_position_embeddings ?? MAX_TOKENS,
  }
}

function requireFamily(type: string): QwenFamily {
  switch (type) {
    case 'qwen2_vl':
    case 'qwen2_5_vl':
      return type
    case 'qwen3_vl':
      // The exports on the hub lack the features that the vision encoder hands to the decoder's first layers
      // ("DeepStack"), and interleave the positions' axes otherwise than the model.
      throw refuse(
        'Qwen3-VL is not run here: its ONNX exports leave out what the model adds to its first layers.',
        'A GGUF file or a server such as Ollama runs Qwen3-VL whole.',
      )
    default:
      throw refuse(`The model in this folder is a “${type}”, which this engine does not know.`)
  }
}

const refuse = (message: string, suggestion = 'It runs Qwen2-VL and Qwen2.5-VL.') =>
  new AppError('no-engine', message, { retryable: false, suggestion })

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    throw new AppError('no-engine', `The model's ${path.basename(file)} is missing or not as it should be.`, {
      cause,
      retryable: false,
      suggestion: 'The Models page can fetch damaged or missing files anew.',
    })
  }
}
