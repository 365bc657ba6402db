/** From which commit a folder without a record of ours is. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { isMissing } from './record.ts'

/** Where others note the commit: a hub's cache, `hf download --local-dir`, a clone by git. */
const HINTS = ['refs/main', '.cache/huggingface/download/config.json.metadata', '.git/refs/heads/main']

/** The commit that the folder names; null where it names none. */
export async function readCommit(dir: string): Promise<string | null> {
  for (const hint of HINTS) {
    const commit = /^[0-9a-f]{40}(?=\s|$)/.exec(await readIfThere(path.join(dir, hint)))
    if (commit) return commit[0]
  }
  return null
}

/** What tells one folder's configuration from another's. */
export async function hashConfig(dir: string): Promise<string> {
  return createHash('sha256')
    .update(await readIfThere(path.join(dir, 'config.json')))
    .digest('hex')
}

/** In place of a commit: a short hash of the configuration, and of the names and sizes of the files that are loaded. */
export function localRevision(configHash: string, files: ReadonlyMap<string, number>): string {
  const hash = createHash('sha256').update(configHash)
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
