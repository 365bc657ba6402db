/**
 * The weights of Qwen-VL that the hub offers for onnxruntime and that run whole here.
 *
 * What public listings of the hub say of Qwen2-VL-2B, read in November 2026: in q4f16 the decoder has 869 MB, the
 * embeddings 467 MB and the vision encoder 1332 MB, which is half precision; the decoder's tensors in fp32 have
 * 6.17 GB. All others are worked out from the numbers of parameters: 4 bytes in fp32, 2 in fp16, 1 in 8 bits; 4.5 bits
 * in q4f16 and bnb4, 5 bits in q4, whose blocks of 32 have a scale of their own. For the decoder in q4f16 this gives
 * 868 MB; for Qwen2.5-VL-3B as a whole it gives 7 % more than the 2.55 GB that are listed. Embeddings are looked up,
 * not multiplied: q4 leaves them as they are. The hub's own figures replace all of this when a download begins.
 *
 * Qwen3-VL is not among them: its published graphs leave out the features that the model adds to the decoder's first
 * layers, and turn its positions otherwise than it does.
 *
 * Activations are not measured on the real weights: logits and keys of a few thousand tokens, and a picture of 1280
 * tokens in the vision encoder.
 */
import type { Dtype } from '@vitrine/contracts'
import type { KnownFile, WeightsManifest } from './manifest.ts'

type GraphFiles = Partial<Record<Dtype, KnownFile>>

/** Above this a graph's tensors have to lie beside it: the format's own files end at 2 GiB. */
const LARGEST_FILE = 2 * 1024 ** 3
/** What is left of a graph without its tensors. */
const BARE_GRAPH = 700_000

const BITS = { fp32: 32, fp16: 16, q8: 8, int8: 8, uint8: 8, q4: 5, q4f16: 4.5, bnb4: 4.5 } as const

function fileOf(bytes: number): KnownFile {
  return bytes > LARGEST_FILE
    ? { sizeBytes: BARE_GRAPH, dataBytes: Math.round(bytes), isExact: false }
    : { sizeBytes: Math.round(bytes), isExact: false }
}

/** A graph of matrices. */
function matrices(parameters: number, listed: GraphFiles = {}): GraphFiles {
  const of = (bits: number) => fileOf((parameters * bits) / 8)
  return {
    fp32: of(BITS.fp32),
    fp16: of(BITS.fp16),
    q8: of(BITS.q8),
    int8: of(BITS.int8),
    uint8: of(BITS.uint8),
    q4: of(BITS.q4),
    q4f16: of(BITS.q4f16),
    bnb4: of(BITS.bnb4),
    ...listed,
  }
}

/** The table of words. */
function lookups(parameters: number, listed: GraphFiles = {}): GraphFiles {
  const of = (bits: number) => fileOf((parameters * bits) / 8)
  const [whole, half] = [of(BITS.fp32), of(BITS.fp16)]
  return { ...matrices(parameters), q4: whole, bnb4: whole, q4f16: half, ...listed }
}

const about = (sizeBytes: number): KnownFile => ({ sizeBytes, isExact: false })

const COMMON = {
  'config.json': about(1_570),
  'preprocessor_config.json': about(567),
  'generation_config.json': about(215),
  'tokenizer.json': about(11_400_000),
  'tokenizer_config.json': about(4_300),
}

/** Qwen's 151,936 words, at the width of each model. */
const WORDS = 151_936

const QWEN2_VL_2B: WeightsManifest = {
  key: 'qwen2-vl-2b',
  engine: 'qwen2-vl',
  title: 'Qwen2-VL 2B',
  repository: 'onnx-community/Qwen2-VL-2B-Instruct',
  revision: null,
  licence: 'Apache-2.0',
  parameters: 2_210_000_000,
  // Qwen2.5-VL reads better, but its licence rules out business: it is for a person to choose, never recommended.
  rank: 1,
  stages: ['reasoning'],
  tasks: [],
  common: COMMON,
  optional: {},
  graphs: {
    embed_tokens: lookups(WORDS * 1536, { fp16: about(467_000_000), q4f16: about(467_000_000) }),
    vision_encoder: matrices(665_000_000, { q4f16: about(1_332_000_000) }),
    decoder_model_merged: matrices(1_543_000_000, { q4f16: about(869_000_000) }),
  },
  activationBytes: 1.5e9,
}

const QWEN2_5_VL_3B: WeightsManifest = {
  key: 'qwen2.5-vl-3b',
  engine: 'qwen2-vl',
  title: 'Qwen2.5-VL 3B',
  repository: 'onnx-community/Qwen2.5-VL-3B-Instruct-ONNX',
  revision: null,
  licence: 'Qwen Research License (not for commercial use)',
  parameters: 3_750_000_000,
  rank: 2,
  stages: ['reasoning'],
  tasks: [],
  common: COMMON,
  optional: {},
  graphs: {
    embed_tokens: lookups(WORDS * 2048),
    vision_encoder: matrices(669_000_000),
    decoder_model_merged: matrices(3_086_000_000),
  },
  activationBytes: 2e9,
}

export const QWEN_WEIGHTS: readonly WeightsManifest[] = [QWEN2_VL_2B, QWEN2_5_VL_3B]
