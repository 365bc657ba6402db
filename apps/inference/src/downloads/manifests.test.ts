import { TaskName, WeightsKey } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import {
  estimateBytes,
  expectMemoryBytes,
  graphFile,
  isDataOf,
  neededFiles,
  type WeightsManifest,
} from './manifest.ts'
import { FLORENCE_WEIGHTS, WEIGHTS } from './manifests.ts'
import { QWEN_WEIGHTS } from './qwen-manifests.ts'

function find(key: string): WeightsManifest {
  const manifest = WEIGHTS.find((one) => one.key === key)
  if (!manifest) throw new Error(`no ${key}`)
  return manifest
}

const all = (dtype: 'fp32' | 'fp16' | 'q8' | 'q4' | 'q4f16') => ({
  embed_tokens: dtype,
  vision_encoder: dtype,
  encoder_model: dtype,
  decoder_model_merged: dtype,
})

const graphBytes = (manifest: WeightsManifest, dtype: 'fp32' | 'fp16' | 'q8' | 'q4' | 'q4f16') =>
  Object.values(manifest.graphs).reduce((sum, files) => sum + (files[dtype]?.sizeBytes ?? 0), 0)

describe('the manifests', () => {
  it('name every set once, with each of its ranks', () => {
    expect(WEIGHTS.map(({ key }) => WeightsKey.parse(key))).toEqual([
      'florence-2-base-ft',
      'florence-2-base',
      'florence-2-large-ft',
      'florence-2-large',
      'qwen2-vl-2b',
      'qwen2.5-vl-3b',
      'qwen2-vl-7b-gguf',
      'qwen2-vl-2b-gguf',
    ])
    expect(FLORENCE_WEIGHTS.map(({ rank }) => rank).sort()).toEqual([1, 2, 3, 4])
    expect(QWEN_WEIGHTS.map(({ rank }) => rank).sort()).toEqual([1, 2])
    expect(new Set(WEIGHTS.map(({ repository }) => repository)).size).toBe(WEIGHTS.length)
  })

  it.each(FLORENCE_WEIGHTS)('$key does every task of a Florence', ({ tasks }) => {
    const others = ['image-classification', 'image-embedding']
    expect([...tasks].sort()).toEqual(TaskName.options.filter((task) => !others.includes(task)).sort())
  })

  it.each([
    ['florence-2-base', 'fp32', 1_085_954_298, 0],
    ['florence-2-base-ft', 'q4', 333_249_173, 0],
    ['florence-2-base-ft', 'q8', 274_966_163, 0],
    ['florence-2-base', 'fp16', 544_046_795, 0.002],
    ['florence-2-base', 'q8', 275_008_054, 0.002],
    ['florence-2-base', 'q4', 333_291_126, 0.002],
    ['florence-2-base', 'q4f16', 223_488_587, 0.002],
    ['florence-2-large', 'q8', 821_000_000, 0.03],
    ['florence-2-large-ft', 'q4', 790_626_304, 0.03],
  ] as const)('%s in %s is as large as is published: %d bytes', (key, dtype, published, tolerance) => {
    const bytes = graphBytes(find(key), dtype)
    expect(Math.abs(bytes - published) / published).toBeLessThanOrEqual(tolerance)
  })

  it('say which sizes are exact', () => {
    expect(estimateBytes(find('florence-2-base-ft'), all('q8'))).toEqual({
      bytes: 277_470_179,
      isExact: true,
    })
    expect(estimateBytes(find('florence-2-large'), all('q8')).isExact).toBe(false)
  })

  it('expect more memory of more bytes, and of half precision where it is widened', () => {
    const [base, large] = [find('florence-2-base-ft'), find('florence-2-large-ft')]
    expect(expectMemoryBytes(large, all('fp32'), 'cpu')).toBeGreaterThan(
      expectMemoryBytes(base, all('fp32'), 'cpu'),
    )
    expect(expectMemoryBytes(base, all('q8'), 'cpu')).toBeLessThan(
      expectMemoryBytes(base, all('fp32'), 'cpu'),
    )
    expect(expectMemoryBytes(base, all('fp16'), 'cuda')).toBeLessThan(
      expectMemoryBytes(base, all('fp16'), 'cpu'),
    )
    expect(expectMemoryBytes(base, all('fp32'), 'remote')).toBe(0)
  })
})

describe("llama.cpp's manifests", () => {
  const dtypes = { model: 'q4-k-m', mmproj: 'fp16' } as const

  it('name two files at the root of their repository, and nothing else', () => {
    expect([...neededFiles(find('qwen2-vl-7b-gguf'), dtypes).keys()]).toEqual([
      'Qwen2-VL-7B-Instruct-Q4_K_M.gguf',
      'mmproj-Qwen2-VL-7B-Instruct-f16.gguf',
    ])
  })

  it('expect the files as they are and what a context keeps, on the processor as on a card', () => {
    const large = find('qwen2-vl-7b-gguf')
    expect(estimateBytes(large, dtypes).bytes).toBe(6_030_000_000)
    expect(expectMemoryBytes(large, dtypes, 'cpu')).toBe(7_950_000_000)
    expect(expectMemoryBytes(large, dtypes, 'vulkan')).toBe(8_150_000_000)
  })
})

describe("Qwen-VL's manifests", () => {
  const qwen = (dtype: 'fp32' | 'fp16' | 'q4' | 'q4f16') => ({
    embed_tokens: dtype,
    vision_encoder: dtype,
    decoder_model_merged: dtype,
  })

  it.each([
    ['qwen2-vl-2b', 2.668e9, 0.01],
    ['qwen2.5-vl-3b', 2.55e9, 0.08],
  ])('%s in q4f16 is about as large as is published', (key, published, tolerance) => {
    const { bytes, isExact } = estimateBytes(find(key), qwen('q4f16'))
    expect(Math.abs(bytes - published) / published).toBeLessThan(tolerance)
    expect(isExact).toBe(false)
  })

  it('name the tensors that cannot lie in the graph itself, and count them', () => {
    const files = neededFiles(find('qwen2-vl-2b'), qwen('fp32'))
    expect([...files.keys()].filter((file) => file.startsWith('onnx/'))).toEqual([
      'onnx/embed_tokens.onnx',
      'onnx/vision_encoder.onnx',
      'onnx/vision_encoder.onnx_data',
      'onnx/decoder_model_merged.onnx',
      'onnx/decoder_model_merged.onnx_data',
    ])
    expect(estimateBytes(find('qwen2-vl-2b'), qwen('fp32')).bytes).toBeGreaterThan(9.5e9)
    expect(expectMemoryBytes(find('qwen2-vl-2b'), qwen('fp32'), 'cpu')).toBeGreaterThan(9.5e9)
  })

  it('say what their licences rule out', () => {
    expect(QWEN_WEIGHTS.map(({ licence }) => licence)).toEqual([
      'Apache-2.0',
      expect.stringContaining('not for commercial use'),
    ])
  })
})

describe('files of graphs', () => {
  it.each([
    ['fp32', 'onnx/vision_encoder.onnx'],
    ['fp16', 'onnx/vision_encoder_fp16.onnx'],
    ['q8', 'onnx/vision_encoder_quantized.onnx'],
    ['bnb4', 'onnx/vision_encoder_bnb4.onnx'],
    ['mixed', null],
    ['none', null],
  ] as const)('in %s: %s', (dtype, file) => {
    expect(graphFile({}, 'vision_encoder', dtype)).toBe(file)
  })

  it.each([
    ['onnx/a.onnx_data', true],
    ['onnx/a.onnx_data_1', true],
    ['onnx/a.onnx', false],
    ['onnx/a.onnx_database', false],
    ['onnx/ab.onnx_data', false],
  ])('%s holds tensors of onnx/a.onnx: %s', (file, expected) => {
    expect(isDataOf(file, 'onnx/a.onnx')).toBe(expected)
  })
})
