/** Where the child's program lies: beside this file's bundle, or in the source tree under tsx. */
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

export interface ChildEntry {
  path: string
  execArgv: string[]
}

export function findChildEntry(): ChildEntry {
  if (!import.meta.url.endsWith('.ts'))
    return { path: fileURLToPath(new URL('./child.js', import.meta.url)), execArgv: [] }
  const tsx = createRequire(import.meta.url).resolve('tsx')
  return {
    path: fileURLToPath(new URL('./child.ts', import.meta.url)),
    execArgv: ['--import', pathToFileURL(tsx).href],
  }
}
