/**
 * Writes Florence-2 at its true size with random weights, for measuring: what it says is noise, how long it takes is
 * not. `npx tsx scripts/make-full-size-models.ts base|large <folder>`; 1.1 or 3.1 GB in fp32. The graphs in full-size/
 * come from the official code (tools/reference/skeleton.py), without their weights.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { GraphWeights, writeRandomWeights } from './full-size/random-weights.ts'
import { growTokenizer } from './full-size/tokenizer.ts'

const GOLDEN = path.join(import.meta.dirname, '../src/engines/florence2/golden/repository')
/** Tells the benchmark, and whoever finds the folder, what this is. */
const MARKER = { name: 'random-weights.txt', text: 'Random weights of the true shape, for measuring only.\n' }

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

function writeModel(size: 'base' | 'large', dir: string): void {
  const skeleton = path.join(import.meta.dirname, 'full-size', size)
  mkdirSync(path.join(dir, 'onnx'), { recursive: true })
  for (const weights of z.array(GraphWeights).parse(readJson(path.join(skeleton, 'weights.json')))) {
    const graph = path.join(dir, 'onnx', weights.graph)
    writeFileSync(graph, gunzipSync(readFileSync(path.join(skeleton, `${weights.graph}.gz`))))
    writeRandomWeights(`${graph}_data`, weights)
  }
  for (const name of ['config.json', 'generation_config.json', 'preprocessor_config.json'])
    cpSync(path.join(skeleton, name), path.join(dir, name))
  cpSync(path.join(GOLDEN, 'tokenizer_config.json'), path.join(dir, 'tokenizer_config.json'))
  const tokenizer = growTokenizer(readJson(path.join(GOLDEN, 'tokenizer.json')))
  writeFileSync(path.join(dir, 'tokenizer.json'), JSON.stringify(tokenizer))
  writeFileSync(path.join(dir, MARKER.name), MARKER.text)
}

const given = z.tuple([z.enum(['base', 'large']), z.string()]).safeParse(process.argv.slice(2))
if (!given.success) {
  console.error(
    'Which size, into which folder? For example: npx tsx scripts/make-full-size-models.ts base ./models',
  )
  process.exit(2)
}
const [size, folder] = given.data
const name = `onnx-community/Florence-2-${size}-ft`
writeModel(size, path.resolve(folder, name))
console.log(`Wrote ${name} with random weights into ${path.resolve(folder)}.`)
