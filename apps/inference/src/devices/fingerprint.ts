/** What a probe's result depends on: while none of it changes, the result holds. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { z } from 'zod'
import type { Cards } from './cards.ts'

/** A loader's cache changes when a library is installed; the folders hold what Vulkan drivers are there. */
const PLACES = ['/etc/ld.so.cache', '/etc/vulkan/icd.d', '/usr/share/vulkan/icd.d']

/**
 * @param loaderEnv The variables by which a person tells the loader where libraries and drivers are.
 * @returns A short hash, the same while runtime, platform, cards, drivers and library paths are.
 */
export function readFingerprint(cards: Cards, loaderEnv: Readonly<Record<string, string>>): string {
  const facts = {
    runtime: describeRuntime(),
    platform: [process.platform, process.arch],
    cards: [cards.nvidia?.name, cards.nvidia?.driver, cards.hasNvidia, cards.amd?.name],
    places: PLACES.map(describePlace),
    loaderEnv,
  }
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16)
}

/** The runtime's version, and the libraries that lie beside it: CUDA's are put there later. */
function describeRuntime(): unknown {
  const require = createRequire(import.meta.url)
  const manifest: unknown = require('onnxruntime-node/package.json')
  const { version } = z.object({ version: z.string() }).parse(manifest)
  const folder = path.dirname(require.resolve('onnxruntime-node/package.json'))
  const binaries = path.join(folder, 'bin/napi-v6', process.platform, process.arch)
  return [version, describePlace(binaries)]
}

function describePlace(place: string): unknown {
  if (!existsSync(place)) return null
  const { mtimeMs } = statSync(place)
  return statSync(place).isDirectory() ? [mtimeMs, readdirSync(place).sort()] : mtimeMs
}
