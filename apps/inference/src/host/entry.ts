/** Where the children's programs lie: beside this file's bundle, or in the source tree under tsx. */
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

export interface ChildEntry {
  path: string
  execArgv: string[]
}

/** The program an engine lives in. */
export const findChildEntry = (): ChildEntry => findEntry({ source: './child.ts', bundle: './child.js' })

/** The program that tries one device and ends. */
export const findProbeEntry = (): ChildEntry =>
  findEntry({ source: '../devices/probe-child.ts', bundle: './probe-child.js' })

/** The program that asks llama.cpp's library what one of its builds can use, and ends. */
export const findGgufProbeEntry = (): ChildEntry =>
  findEntry({ source: '../devices/gguf/probe-child.ts', bundle: './gguf-probe-child.js' })

function findEntry({ source, bundle }: { source: string; bundle: string }): ChildEntry {
  if (!import.meta.url.endsWith('.ts'))
    return { path: fileURLToPath(new URL(bundle, import.meta.url)), execArgv: [] }
  const tsx = createRequire(import.meta.url).resolve('tsx')
  return {
    path: fileURLToPath(new URL(source, import.meta.url)),
    execArgv: ['--import', pathToFileURL(tsx).href],
  }
}
