/** A whole Qwen2-VL repository, under a megabyte, laid out exactly as onnx-community's on the hub. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import {
  decoderModelMerged,
  embedTokens,
  type TinyDecoderOptions,
  visionEncoder,
  WIDTH,
} from './qwen-graphs.ts'
import { createQwenTokenizer, type TinyQwenTokenizer } from './qwen-tokenizer.ts'

/** Suffixes of the files of each dtype, as in the hub's repositories. */
const SUFFIX = { fp32: '', fp16: '_fp16', q8: '_quantized', q4: '_q4', q4f16: '_q4f16' }

export interface TinyQwenOptions extends TinyDecoderOptions {
  /** Every graph is written once for each; the numbers inside are the same. */
  dtypes?: readonly (keyof typeof SUFFIX)[]
}

/** Writes the repository into `dir`, which is made. */
export function writeTinyQwen(dir: string, { dtypes = ['fp32'], hasHalves }: TinyQwenOptions = {}): void {
  const tokenizer = createQwenTokenizer()
  mkdirSync(path.join(dir, 'onnx'), { recursive: true })
  const graphs = {
    embed_tokens: embedTokens(),
    vision_encoder: visionEncoder(),
    decoder_model_merged: decoderModelMerged(tokenizer, { hasHalves }),
  }
  for (const [name, bytes] of Object.entries(graphs))
    for (const dtype of dtypes) writeFileSync(path.join(dir, 'onnx', `${name}${SUFFIX[dtype]}.onnx`), bytes)
  const json = {
    'config.json': modelConfig(tokenizer),
    'generation_config.json': generationConfig(tokenizer),
    'preprocessor_config.json': PREPROCESSOR_CONFIG,
    'tokenizer.json': tokenizer.tokenizerJson,
    'tokenizer_config.json': tokenizer.tokenizerConfigJson,
  }
  for (const [name, value] of Object.entries(json))
    writeFileSync(path.join(dir, name), JSON.stringify(value, null, 1))
}

function modelConfig(tokenizer: TinyQwenTokenizer) {
  return {
    architectures: ['Qwen2VLForConditionalGeneration'],
    model_type: 'qwen2_vl',
    hidden_size: WIDTH,
    num_hidden_layers: 1,
    num_attention_heads: 1,
    num_key_value_heads: 1,
    vocab_size: tokenizer.size,
    max_position_embeddings: 32_768,
    image_token_id: tokenizer.idOf('<|image_pad|>'),
    video_token_id: tokenizer.idOf('<|video_pad|>'),
    vision_start_token_id: tokenizer.idOf('<|vision_start|>'),
    vision_end_token_id: tokenizer.idOf('<|vision_end|>'),
    vision_config: { spatial_merge_size: 2, patch_size: 14, temporal_patch_size: 2 },
    rope_scaling: { type: 'mrope', mrope_section: [16, 24, 24] },
    'transformers.js_config': {},
  }
}

function generationConfig(tokenizer: TinyQwenTokenizer) {
  return {
    bos_token_id: tokenizer.idOf('<|endoftext|>'),
    pad_token_id: tokenizer.idOf('<|endoftext|>'),
    do_sample: true,
    eos_token_id: [tokenizer.idOf('<|im_end|>'), tokenizer.idOf('<|endoftext|>')],
    repetition_penalty: 1,
    temperature: 0.01,
    top_p: 0.001,
    top_k: 1,
  }
}

const PREPROCESSOR_CONFIG = {
  image_processor_type: 'Qwen2VLImageProcessor',
  processor_class: 'Qwen2VLProcessor',
  do_resize: true,
  do_rescale: true,
  do_normalize: true,
  do_convert_rgb: true,
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_std: [0.26862954, 0.26130258, 0.27577711],
  rescale_factor: 1 / 255,
  resample: 3,
  min_pixels: 3136,
  max_pixels: 12_845_056,
  patch_size: 14,
  temporal_patch_size: 2,
  merge_size: 2,
  size: { min_pixels: 3136, max_pixels: 12_845_056 },
}
