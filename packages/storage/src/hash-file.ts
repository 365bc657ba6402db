import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { hasCode, isMissing } from './file-error.ts'

/** The SHA-256 of a file; `missing` where there is none, `unreadable` where the disk gives an error for its bytes. */
export async function hashFile(
  file: string,
  options: { signal?: AbortSignal | undefined; onBytes?: (count: number) => void } = {},
): Promise<string | 'missing' | 'unreadable'> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(file)) {
      options.signal?.throwIfAborted()
      hash.update(chunk)
      options.onBytes?.(chunk.length)
    }
    return hash.digest('hex')
  } catch (error) {
    if (isMissing(error)) return 'missing'
    if (hasCode(error, 'EIO')) return 'unreadable'
    throw error
  }
}
