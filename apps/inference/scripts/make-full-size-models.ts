/**
 * Writes a model at its true size with random weights, for measuring: what it says is noise, how long it takes is not.
 * `npx tsx scripts/make-full-size-models.ts base|large|qwen2-vl-2b <folder> [fp32|q4]`. Florence-2 in fp32: 1.1 or
 * 3.1 GB; Qwen2-VL 2B: 2.3 GB in q4, 9.8 GB in fp32. The graphs in full-size/ come from the official code
 * (tools/reference), without their weights.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { GraphWeights, writeRandomWeights } from './full-size/random-weights.ts'
import { growTokenizer } from './full-size/tokenizer.ts'

/** Tells the benchmark, and whoever finds the folder, what this is. */
const MARKER = { name: 'random-weights.txt', text: 'Random weights of the true shape, for measuring only.\n' }

const NAMES = ['base', 'large', 'qwen2-vl-2b'] as const
const Name = z.enum(NAMES)
const Dtype = z.enum(['fp32', 'q4'])

interface Model {
  repository: string
  /** Whose golden model has a tokenizer of the same make. */
  engine: string
  /** Words of the real tokenizer; its special tokens follow. */
  words: number
  files(dtype: z.infer<typeof Dtype>): readonly string[]
}

const FLORENCE_FILES = ['embed_tokens', 'vision_encoder', 'encoder_model', 'decoder_model_merged']
const florence = (size: string): Model => ({
  repository: `onnx-community/Florence-2-${size}-ft`,
  engine: 'florence2',
  words: 50_264,
  files: () => FLORENCE_FILES,
})

const MODELS: Record<z.infer<typeof Name>, Model> = {
  base: florence('base'),
  large: florence('large'),
  'qwen2-vl-2b': {
    repository: 'onnx-community/Qwen2-VL-2B-Instruct',
    engine: 'qwen2-vl',
    words: 151_643,
    // Embeddings are looked up, not multiplied: 4 bits leave them as they are.
    files: (dtype) =>
      dtype === 'q4'
        ? ['embed_tokens', 'vision_encoder_q4', 'decoder_model_merged_q4']
        : ['embed_tokens', 'vision_encoder', 'decoder_model_merged'],
  },
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

function writeModel(name: z.infer<typeof Name>, dir: string, dtype: z.infer<typeof Dtype>): void {
  const { engine, words, files } = MODELS[name]
  const skeleton = path.join(import.meta.dirname, 'full-size', name)
  const golden = path.join(import.meta.dirname, `../src/engines/${engine}/golden/repository`)
  const wanted = new Set(files(dtype).map((file) => `${file}.onnx`))
  mkdirSync(path.join(dir, 'onnx'), { recursive: true })
  for (const weights of z.array(GraphWeights).parse(readJson(path.join(skeleton, 'weights.json')))) {
    if (!wanted.has(weights.graph)) continue
    const graph = path.join(dir, 'onnx', weights.graph)
    writeFileSync(graph, gunzipSync(readFileSync(path.join(skeleton, `${weights.graph}.gz`))))
    writeRandomWeights(`${graph}_data`, weights)
  }
  for (const file of ['config.json', 'generation_config.json', 'preprocessor_config.json'])
    cpSync(path.join(skeleton, file), path.join(dir, file))
  cpSync(path.join(golden, 'tokenizer_config.json'), path.join(dir, 'tokenizer_config.json'))
  const tokenizer = growTokenizer(readJson(path.join(golden, 'tokenizer.json')), words)
  writeFileSync(path.join(dir, 'tokenizer.json'), JSON.stringify(tokenizer))
  writeFileSync(path.join(dir, MARKER.name), MARKER.text)
}

const [first, second, third = first === 'qwen2-vl-2b' ? 'q4' : 'fp32'] = process.argv.slice(2)
const given = z.tuple([Name, z.string(), Dtype]).safeParse([first, second, third])
if (!given.success) {
  console.error(
    `Which model (${NAMES.join(', ')}), into which folder? For example: npx tsx scripts/make-full-size-models.ts base ./models`,
  )
  process.exit(2)
}
const [name, folder, dtype] = given.data
const { repository } = MODELS[name]
writeModel(name, path.resolve(folder, repository), dtype)
console.log(`Wrote ${repository} with random weights into ${path.resolve(folder)}.`)
