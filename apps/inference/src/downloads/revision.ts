/** From which commit a folder without a record of ours is. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { isMissing } from './record.ts'

/** Where others note the commit: a hub's cache, `hf download --local-dir`, a clone by git. */
const HINTS = ['refs/main', '.cache/huggingface/download/config.json.metadata', '.git/refs/heads/main']

/** The commit that the folder names; else `local-` and a short hash of its configuration and its files' sizes. */
export async function guessRevision(dir: string, files: ReadonlyMap<string, number>): Promise<string> {
  for (const hint of HINTS) {
    const commit = /^[0-9a-f]{40}(?=\s|$)/.exec(await readIfThere(path.join(dir, hint)))
    if (commit) return commit[0]
  }
  const hash = createHash('sha256').update(await readIfThere(path.join(dir, 'config.json')))
  for (const [name, size] of [...files].sort(([one], [other]) => (one < other ? -1 : 1)))
    hash.update(`\n${name} ${size}`)
  return `local-${hash.digest('hex').slice(0, 12)}`
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (thrown) {
    if (isMissing(thrown)) return ''
    throw thrown
  }
}
