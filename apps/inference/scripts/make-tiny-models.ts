/**
 * Writes tiny generated models into a folder that can be given as VITRINE_MODELS_DIR, so that the whole product
 * can be tried and tested without the real weights: `npx tsx scripts/make-tiny-models.ts <folder>`.
 */
import path from 'node:path'
import { writeTinyFlorence } from '../src/testing/tiny/florence-repository.ts'

const [folder] = process.argv.slice(2)
if (!folder) {
  console.error('Which folder? For example: npx tsx scripts/make-tiny-models.ts ./models')
  process.exit(2)
}
writeTinyFlorence(path.resolve(folder, 'onnx-community/Florence-2-base-ft'))
console.log(`Wrote onnx-community/Florence-2-base-ft into ${path.resolve(folder)}.`)
