/** A whole Florence-2 repository, a few hundred KB, laid out exactly as onnx-community's on the hub. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { FLORENCE_TASK_NAMES, FLORENCE_TASKS } from '../../engines/florence2/tasks.ts'
import { createFlorenceTokenizer } from './byte-tokenizer.ts'
import {
  decoderModelMerged,
  embedTokens,
  encoderModel,
  IMAGE_TOKENS,
  visionEncoder,
  WIDTH,
} from './florence-graphs.ts'

/** Suffixes of the files of each dtype, as in the hub's repositories. */
const SUFFIX = { fp32: '', fp16: '_fp16', q8: '_quantized', q4: '_q4' }

export interface TinyFlorenceOptions {
  /** Every graph is written once for each; the numbers inside are the same. */
  dtypes?: readonly (keyof typeof SUFFIX)[]
}

/** Writes the repository into `dir`, which is made. */
export function writeTinyFlorence(dir: string, { dtypes = ['fp32'] }: TinyFlorenceOptions = {}): void {
  const tokenizer = createFlorenceTokenizer()
  mkdirSync(path.join(dir, 'onnx'), { recursive: true })
  const graphs = {
    embed_tokens: embedTokens(),
    vision_encoder: visionEncoder(),
    encoder_model: encoderModel(),
    decoder_model_merged: decoderModelMerged(tokenizer),
  }
  for (const [name, bytes] of Object.entries(graphs))
    for (const dtype of dtypes) writeFileSync(path.join(dir, 'onnx', `${name}${SUFFIX[dtype]}.onnx`), bytes)
  const json = {
    'config.json': modelConfig(tokenizer.size),
    'generation_config.json': GENERATION_CONFIG,
    'preprocessor_config.json': preprocessorConfig(),
    'tokenizer.json': tokenizer.tokenizerJson,
    'tokenizer_config.json': tokenizer.tokenizerConfigJson,
  }
  for (const [name, value] of Object.entries(json))
    writeFileSync(path.join(dir, name), JSON.stringify(value, null, 1))
}

function modelConfig(vocabularySize: number) {
  return {
    architectures: ['Florence2ForConditionalGeneration'],
    model_type: 'florence2',
    is_encoder_decoder: true,
    bos_token_id: 0,
    eos_token_id: 2,
    pad_token_id: 1,
    projection_dim: WIDTH,
    vocab_size: vocabularySize,
    text_config: {
      model_type: 'florence2_language',
      is_encoder_decoder: true,
      vocab_size: vocabularySize,
      d_model: WIDTH,
      decoder_layers: 1,
      decoder_attention_heads: 1,
      encoder_layers: 1,
      encoder_attention_heads: 1,
      max_position_embeddings: 1024,
      decoder_start_token_id: 2,
    },
    vision_config: { model_type: 'davit' },
    'transformers.js_config': {},
  }
}

/** The real one forbids repeating three tokens; here a token is a byte, and any text repeats three bytes. */
const GENERATION_CONFIG = {
  bos_token_id: 0,
  decoder_start_token_id: 2,
  eos_token_id: 2,
  forced_bos_token_id: 0,
  forced_eos_token_id: 2,
  pad_token_id: 1,
  num_beams: 3,
  no_repeat_ngram_size: 0,
  early_stopping: true,
}

function preprocessorConfig() {
  const prompts = FLORENCE_TASK_NAMES.map((name) => FLORENCE_TASKS[name])
  const fixed = prompts.filter(({ prompt }) => !prompt.includes('{input}'))
  const open = prompts.filter(({ prompt }) => prompt.includes('{input}'))
  const table = (tasks: typeof prompts) =>
    Object.fromEntries(tasks.map(({ token, prompt }) => [token, prompt]))
  return {
    image_processor_type: 'CLIPImageProcessor',
    processor_class: 'Florence2Processor',
    do_resize: true,
    do_rescale: true,
    do_normalize: true,
    do_center_crop: false,
    do_convert_rgb: null,
    image_mean: [0.485, 0.456, 0.406],
    image_std: [0.229, 0.224, 0.225],
    rescale_factor: 1 / 255,
    resample: 3,
    size: { height: 768, width: 768 },
    crop_size: { height: 768, width: 768 },
    image_seq_length: IMAGE_TOKENS,
    tasks_answer_post_processing_type: Object.fromEntries(prompts.map(({ token, shape }) => [token, shape])),
    task_prompts_without_inputs: table(fixed),
    task_prompts_with_input: table(open),
  }
}
