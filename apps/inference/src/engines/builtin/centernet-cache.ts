/**
 * CenterNet's weights come inside an npm package in TensorFlow.js form and are not ours to publish:
 * they are converted on this machine at first use and kept in a cache folder.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { convertToOnnx } from './conversion/convert.ts'
import { parseTfjsGraph } from './conversion/tfjs-graph.ts'
import { CENTERNET_OUTPUTS } from './detection/centernet.ts'

/** Grows when the conversion's result changes, so that older files are left alone and unused. */
const CONVERSION_VERSION = 1

/** Where converted models are kept when nobody says otherwise. */
export const defaultCacheDir = () => join(homedir(), '.cache', 'vitrine')

/**
 * The path of the converted model, made now if it is not there yet. `sourceDir` holds `centernet.json` and
 * `centernet.bin`; the npm package's own when left out. Throws when they are absent or broken.
 */
export async function prepareCenterNet(cacheDir: string, sourceDir = findSourceDir()): Promise<string> {
  const sources = { json: join(sourceDir, 'centernet.json'), weights: join(sourceDir, 'centernet.bin') }
  const [json, weights] = await Promise.all([readFile(sources.json), readFile(sources.weights)])
  const digest = createHash('sha256').update(json).update(weights).digest('hex').slice(0, 16)
  const path = join(cacheDir, `centernet-${CONVERSION_VERSION}-${digest}.onnx`)
  if (existsSync(path)) return path
  const topology: unknown = JSON.parse(json.toString())
  const graph = parseTfjsGraph(topology, () => weights)
  const onnx = convertToOnnx(graph, 'centernet', CENTERNET_OUTPUTS)
  await mkdir(cacheDir, { recursive: true })
  // Two children may do this at once: each writes its own file, and a rename is all or nothing.
  const draft = `${path}.${process.pid}.part`
  await writeFile(draft, onnx)
  await rename(draft, path)
  return path
}

function findSourceDir(): string {
  const entry = createRequire(import.meta.url).resolve('@vladmandic/human')
  return join(dirname(dirname(entry)), 'models')
}
