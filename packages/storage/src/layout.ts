/** Where things lie in a data folder; `docs/operations.md` says it to people. */
import path from 'node:path'
import { Sha256 } from '@vitrine/contracts'

/** The database, in the data folder as in a backup's snapshot. */
export const DATABASE = 'vitrine.db'

/** The folder of blobs, in the data folder as in a backup. */
export const BLOBS = 'blobs'

/** Files on their way to a blob, in the data folder; emptied at every start. */
export const TEMPORARY = 'tmp'

/** What a file in `TEMPORARY` is called that names blobs which are being placed. */
export const INTENT_SUFFIX = '.intent.json'

/**
 * What else belongs to a library: what the watched folder has given, and what was set for engines. Weights are left
 * out, since they can be downloaded again, and uploads under way, since they are no images yet.
 */
export const COMPANIONS = ['imported.jsonl', 'cache/inference-settings.json'] as const

/** Folders that may be there already where a library is restored: nothing in them belongs to one. */
export const STRANGERS = ['models', 'cache', 'lost+found'] as const

/** Where a blob lies below a folder of blobs, whether or not it exists. Throws where the name is no hash. */
export function blobPath(blobDir: string, sha256: string): string {
  const name = Sha256.parse(sha256)
  return path.join(/*turbopackIgnore: true*/ blobDir, name.slice(0, 2), name.slice(2, 4), name)
}
