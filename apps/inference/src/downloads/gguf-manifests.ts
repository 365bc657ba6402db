/**
 * Qwen2-VL in llama.cpp's format: the language model in 4 bits, and its eyes (`mmproj`) in half precision.
 *
 * Sizes as public listings of the hub have them, read in November 2026, to the third digit; the hub's own figures
 * replace them when a download begins. Beside the weights two contexts of 8192 tokens keep 57 kB a token with 7B and
 * 29 kB with 2B (layers × key-value heads × 128 × keys and values × 2 bytes), and looking at a picture takes some
 * hundred MB: reckoned, not measured.
 */
import type { KnownFile, WeightsManifest } from './manifest.ts'

const about = (sizeBytes: number): KnownFile => ({ sizeBytes, isExact: false })

interface Described {
  key: string
  title: string
  /** As in the files' names. */
  name: string
  parameters: number
  rank: number
  modelBytes: number
  mmprojBytes: number
  activationBytes: number
}

function qwen2Vl({ name, modelBytes, mmprojBytes, ...described }: Described): WeightsManifest {
  return {
    engine: 'gguf',
    repository: `bartowski/${name}-GGUF`,
    revision: null,
    licence: 'Apache-2.0',
    stages: ['reasoning'],
    tasks: [],
    common: {},
    optional: {},
    graphs: { model: { 'q4-k-m': about(modelBytes) }, mmproj: { fp16: about(mmprojBytes) } },
    paths: { model: { 'q4-k-m': `${name}-Q4_K_M.gguf` }, mmproj: { fp16: `mmproj-${name}-f16.gguf` } },
    ...described,
  }
}

export const GGUF_WEIGHTS: readonly WeightsManifest[] = [
  qwen2Vl({
    key: 'qwen2-vl-7b-gguf',
    title: 'Qwen2-VL 7B (GGUF)',
    name: 'Qwen2-VL-7B-Instruct',
    parameters: 8_290_000_000,
    rank: 1,
    modelBytes: 4_680_000_000,
    mmprojBytes: 1_350_000_000,
    activationBytes: 1.9e9,
  }),
  qwen2Vl({
    key: 'qwen2-vl-2b-gguf',
    title: 'Qwen2-VL 2B (GGUF)',
    name: 'Qwen2-VL-2B-Instruct',
    parameters: 2_210_000_000,
    rank: 2,
    modelBytes: 986_000_000,
    mmprojBytes: 1_330_000_000,
    activationBytes: 1.25e9,
  }),
]
