/**
 * Writes tiny generated models into a folder that can be given as VITRINE_MODELS_DIR, so that the whole product
 * can be tried and tested without the real weights: `npx tsx scripts/make-tiny-models.ts <folder>`.
 */
import path from 'node:path'
import { writeTinyFlorence } from '../src/testing/tiny/florence-repository.ts'
import { writeTinyGguf } from '../src/testing/tiny/gguf-repository.ts'
import { writeTinyQwen } from '../src/testing/tiny/qwen-repository.ts'

const [folder] = process.argv.slice(2)
if (!folder) {
  console.error('Which folder? For example: npx tsx scripts/make-tiny-models.ts ./models')
  process.exit(2)
}
const repositories = {
  'onnx-community/Florence-2-base-ft': writeTinyFlorence,
  // In full precision the real one's tensors lie beside its graphs, and would be looked for.
  'onnx-community/Qwen2-VL-2B-Instruct': (dir: string) => writeTinyQwen(dir, { dtypes: ['fp16', 'q4'] }),
  'bartowski/Qwen2-VL-7B-Instruct-GGUF': (dir: string) => writeTinyGguf(dir),
}
for (const [name, write] of Object.entries(repositories)) {
  write(path.resolve(folder, name))
  console.log(`Wrote ${name} into ${path.resolve(folder)}.`)
}
