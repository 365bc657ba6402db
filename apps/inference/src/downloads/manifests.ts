/**
 * The weights of Florence-2 that the hub offers for onnxruntime.
 *
 * Revisions, sizes and SHA-256 are those of public listings of the hub's own records, read in November 2026:
 * exact for fp32 in all four repositories, and for fp16, q8 and q4 of base-ft. What no listing had is worked
 * out: the same graph shrinks by the same share at the same precision, whatever its size, so the share is
 * taken from base-ft (q4f16 and bnb4: from the sums published for base). Checked against what is published
 * of the large one, 821 MB in q8 and 791 MB in q4, that is 2 % too much. The hub's own figures replace all
 * of this when a download begins. A repository without a revision is read at its newest commit.
 *
 * Activations: base in fp32 on the CPU was seen to take 2.56 GB for 1.09 GB of weights
 * (https://github.com/microsoft/winml-cli/pull/1258); the large one's layers are twice as wide.
 */
import type { Dtype, EngineName, WeightsKey } from '@vitrine/contracts'
import { FLORENCE_TASK_NAMES } from '../engines/florence2/tasks.ts'
import { GGUF_WEIGHTS } from './gguf-manifests.ts'
import type { KnownFile, WeightsManifest } from './manifest.ts'
import { QWEN_WEIGHTS } from './qwen-manifests.ts'

type GraphFiles = Partial<Record<Dtype, KnownFile>>

const exact = (sizeBytes: number, sha256?: string): KnownFile => ({
  sizeBytes,
  isExact: true,
  ...(sha256 ? { sha256 } : {}),
})

const about = (sizeBytes: number): KnownFile => ({ sizeBytes, isExact: false })

/** The share of its fp32 file that a graph's file of another precision has. Embeddings are looked up, not multiplied: q4 leaves them as they are. */
const SHARE = {
  embed_tokens: { fp16: 0.5, q8: 0.25, int8: 0.25, uint8: 0.25, q4: 1, q4f16: 0.5, bnb4: 1 },
  vision_encoder: {
    fp16: 0.5018,
    q8: 0.2558,
    int8: 0.2558,
    uint8: 0.2558,
    q4: 0.2216,
    q4f16: 0.1704,
    bnb4: 0.204,
  },
  encoder_model: {
    fp16: 0.5003,
    q8: 0.2518,
    int8: 0.2518,
    uint8: 0.2518,
    q4: 0.1734,
    q4f16: 0.1483,
    bnb4: 0.1597,
  },
  decoder_model_merged: {
    fp16: 0.501,
    q8: 0.2528,
    int8: 0.2528,
    uint8: 0.2528,
    q4: 0.1658,
    q4f16: 0.1456,
    bnb4: 0.1527,
  },
} satisfies Record<string, Partial<Record<Dtype, number>>>

type Graph = keyof typeof SHARE

/** A graph's files: the fp32 one as listed, the listed others, the rest by their share. */
function filesOf(graph: Graph, fp32: KnownFile, listed: GraphFiles = {}): GraphFiles {
  const share = SHARE[graph]
  const shrunk = (part: number) => about(Math.round(fp32.sizeBytes * part))
  return {
    fp16: shrunk(share.fp16),
    q8: shrunk(share.q8),
    int8: shrunk(share.int8),
    uint8: shrunk(share.uint8),
    q4: shrunk(share.q4),
    q4f16: shrunk(share.q4f16),
    bnb4: shrunk(share.bnb4),
    fp32,
    ...listed,
  }
}

/** Alike in all four, but for some bytes. */
const COMMON = {
  'config.json': about(5_432),
  'preprocessor_config.json': about(2_673),
  'tokenizer.json': about(2_297_961),
  'tokenizer_config.json': about(197_658),
}
const OPTIONAL = { 'generation_config.json': about(292) }

interface Described {
  key: WeightsKey
  title: string
  repository: string
  revision: string | null
  rank: number
  graphs: Record<Graph, GraphFiles>
  common?: WeightsManifest['common']
  optional?: WeightsManifest['optional']
}

const ENGINE: EngineName = 'florence2'

const florence = (described: Described, size: 'base' | 'large'): WeightsManifest => ({
  engine: ENGINE,
  licence: 'MIT',
  stages: ['perception'],
  tasks: FLORENCE_TASK_NAMES,
  common: COMMON,
  optional: OPTIONAL,
  parameters: size === 'base' ? 230_000_000 : 770_000_000,
  activationBytes: size === 'base' ? 1.5e9 : 3e9,
  ...described,
})

const LARGE_GRAPHS: Record<Graph, GraphFiles> = {
  embed_tokens: filesOf('embed_tokens', exact(210_080_043)),
  vision_encoder: filesOf('vision_encoder', exact(1_453_500_335)),
  encoder_model: filesOf('encoder_model', exact(609_049_107)),
  decoder_model_merged: filesOf('decoder_model_merged', exact(1_021_996_421)),
}

const BASE_FT = florence(
  {
    key: 'florence-2-base-ft',
    title: 'Florence-2 base, fine-tuned',
    repository: 'onnx-community/Florence-2-base-ft',
    revision: 'e88a44eaf3791a35eae0c5a47b3dbcd36e67eb6f',
    rank: 2,
    common: {
      'config.json': exact(5_432, 'd90c22ed72eb55291f183fcd9b98ebd3bd3d92bfcffb6c7f6e1606085e793525'),
      'preprocessor_config.json': exact(
        2_673,
        'c892857e34a7082284983a7717717d39c9bf7e574f1f41d80d4c918c97502efa',
      ),
      'tokenizer.json': exact(2_297_961, 'd69dcdb2323e124ac4f800cb9863ddccea0d7bb11e16125e8df3bd60f2f8aeac'),
      'tokenizer_config.json': exact(
        197_658,
        'd8e64607233cb53b619fb46664f6cad08176c26e0e8735b2d30d888364f19600',
      ),
    },
    optional: {
      'generation_config.json': exact(
        292,
        '7b8eb17bbd6cf8a07f619ad83ae03881eff05b6b9237bab89005b40e77783c29',
      ),
    },
    graphs: {
      embed_tokens: filesOf(
        'embed_tokens',
        exact(157_560_044, '90cae3deb6406938c676a35b5246db02b478c9cc8cf93508361be80c05babf95'),
        {
          fp16: exact(78_780_290, 'da2607930eea5e21e4a2bd5fd069de550f1acc30316a4e8f824551a95232ba39'),
          q8: exact(39_390_433, '6b2258db1c8ee9b160576ccde3cd3814d83a2edaed0dd1c6ca9ff3c38fa62214'),
          q4: exact(157_560_063, 'f972f338dedea6b67e10e87aacc0dfd4e247f1e18c60d3911af9e6b9edb68f32'),
        },
      ),
      vision_encoder: filesOf(
        'vision_encoder',
        exact(366_549_825, 'd67258cdfdebfa21285dad9e7bd4bd99725236d0aaef9e474a1b24a6ec471351'),
        {
          fp16: exact(183_930_536, 'a7abcd77199c5d0089cf985ede4dd8089acd84f30fb3fb1462d5930345c688b3'),
          q8: exact(93_746_540, '3b79d54f23f666f731549db23cb070c35a979ce19cbd9720e90e67a78dc9768c'),
          q4: exact(81_236_858, '8f211dfc176996d14e24d551f8e02530de781dd8b30d9e7d35b69b7c2d0340ce'),
        },
      ),
      encoder_model: filesOf(
        'encoder_model',
        exact(173_380_723, 'cb0bccc232c64290397f5e1235eb3e1fa6ccf8c5afed9216480ee4eed80737fc'),
        {
          fp16: exact(86_747_414, '0d1d929f282963e983b8ac5ac4957f19a8fa48233eab41166951b769e5cf2fd2'),
          q8: exact(43_651_493, 'f4ad7a68f1fb875d3bcf735ea14a7021b7ba7e83baf7cf10289881b4ed6d9b85'),
          q4: exact(30_058_778, '34b17bcf191dacb79bd482b94bad5cf1ba39bc770f6a4c9ae26f28b89c235e4b'),
        },
      ),
      decoder_model_merged: filesOf('decoder_model_merged', exact(388_421_753), {
        q8: exact(98_177_697, 'f22f52f980c33df0efa15932c2f3db6d9d3595ce6387eca938b8cfe23dc4c641'),
        q4: exact(64_393_474, 'be7a2f33e65f8d65538024772fda4d1c5a7752d60a7159aadf53f9f4798b90fa'),
      }),
    },
  },
  'base',
)

const BASE = florence(
  {
    key: 'florence-2-base',
    title: 'Florence-2 base',
    repository: 'onnx-community/Florence-2-base',
    revision: 'd59e079711c57174f29265539fb4cc9f0f335916',
    rank: 4,
    graphs: {
      embed_tokens: filesOf(
        'embed_tokens',
        exact(157_560_107, 'fec0fd20276af861afb6a23a11544bf1378c05e2a41001b610cc281e244c4b20'),
      ),
      vision_encoder: filesOf(
        'vision_encoder',
        exact(366_591_558, '2c7464fce495ea43b415b48afe7dbe84a9ebbe0cfe3c31fdd81c6dd66b39ff75'),
      ),
      encoder_model: filesOf(
        'encoder_model',
        exact(173_380_723, 'b155b5a0e56a4244c62060751bb1b70dfe481015d0dbfa6d19b1912d9e58da0d'),
      ),
      decoder_model_merged: filesOf(
        'decoder_model_merged',
        exact(388_421_910, '6d6e1266d7f94f5d4ec9cc07d9c1f7b3e47049c9b0de7bbe82a91e62dfd152af'),
      ),
    },
  },
  'base',
)

const LARGE_FT = florence(
  {
    key: 'florence-2-large-ft',
    title: 'Florence-2 large, fine-tuned',
    repository: 'onnx-community/Florence-2-large-ft',
    revision: '04ace74913c28d7ec94af32cee5c111a10126b6f',
    rank: 1,
    graphs: LARGE_GRAPHS,
  },
  'large',
)

const LARGE = florence(
  {
    key: 'florence-2-large',
    title: 'Florence-2 large',
    repository: 'onnx-community/Florence-2-large',
    revision: null,
    rank: 3,
    graphs: LARGE_GRAPHS,
  },
  'large',
)

export const FLORENCE_WEIGHTS: readonly WeightsManifest[] = [BASE_FT, BASE, LARGE_FT, LARGE]

/** In the order in which they are shown. */
export const WEIGHTS: readonly WeightsManifest[] = [...FLORENCE_WEIGHTS, ...QWEN_WEIGHTS, ...GGUF_WEIGHTS]
