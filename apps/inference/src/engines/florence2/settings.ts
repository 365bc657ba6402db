/** What the repository's JSON files say, as far as this engine asks. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@vitrine/contracts'
import { z } from 'zod'
import type { GenerationRules } from './generation/row-rules.ts'

const Id = z.int().nonnegative()

const Config = z.object({
  text_config: z.object({
    decoder_layers: z.int().positive(),
    decoder_attention_heads: z.int().positive(),
    d_model: z.int().positive(),
    decoder_start_token_id: Id.optional(),
  }),
  decoder_start_token_id: Id.optional(),
  forced_bos_token_id: Id.nullish(),
  eos_token_id: Id.optional(),
  no_repeat_ngram_size: Id.optional(),
})

const GenerationConfig = z.object({
  decoder_start_token_id: Id.optional(),
  forced_bos_token_id: Id.nullish(),
  eos_token_id: z.union([Id, z.array(Id)]).optional(),
  no_repeat_ngram_size: Id.optional(),
})

const PreprocessorConfig = z.object({
  size: z.object({ height: z.int().positive(), width: z.int().positive() }),
  image_mean: z.array(z.number()).length(3),
  image_std: z.array(z.number().positive()).length(3),
  rescale_factor: z
    .number()
    .positive()
    .default(1 / 255),
})

/** How pixels become numbers: resized to `width` × `height`, times `rescale`, less `mean`, over `std`. */
export interface PixelRules {
  width: number
  height: number
  rescale: number
  mean: readonly number[]
  std: readonly number[]
}

export interface FlorenceSettings {
  pixels: PixelRules
  generation: GenerationRules
  /** Of the decoder's cache. */
  decoder: { layers: number; width: number }
}

/** BART's own, for repositories that leave them out. */
const START = 2
const END = 2

/** Reads `config.json`, `generation_config.json` (where there is one) and `preprocessor_config.json`. */
export async function readSettings(dir: string): Promise<FlorenceSettings> {
  const config = await readJson(path.join(dir, 'config.json'), Config)
  const generation = await readJson(path.join(dir, 'generation_config.json'), GenerationConfig)
  const pixels = await readJson(path.join(dir, 'preprocessor_config.json'), PreprocessorConfig)
  const ends = generation.eos_token_id ?? config.eos_token_id ?? END
  return {
    pixels: {
      ...pixels.size,
      rescale: pixels.rescale_factor,
      mean: pixels.image_mean,
      std: pixels.image_std,
    },
    generation: {
      startId:
        generation.decoder_start_token_id ??
        config.decoder_start_token_id ??
        config.text_config.decoder_start_token_id ??
        START,
      forcedFirstId: generation.forced_bos_token_id ?? config.forced_bos_token_id ?? null,
      endIds: new Set(Array.isArray(ends) ? ends : [ends]),
      noRepeatSize: generation.no_repeat_ngram_size ?? config.no_repeat_ngram_size ?? 0,
    },
    decoder: {
      layers: config.text_config.decoder_layers,
      width: config.text_config.d_model,
    },
  }
}

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
