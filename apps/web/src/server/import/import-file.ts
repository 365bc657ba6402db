/** One file of the watched folder: looked up, taken in, remembered. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { ErrorCode, type IngestItem } from '@vitrine/contracts'
import { isMissing } from '@vitrine/storage/file-error'
import type { Ingest } from '../images/ingest.ts'
import type { Ledger } from './ledger.ts'

/**
 * `known`: this very file; `duplicate`: its bytes, under another name.
 * `retry`: the fault was not the file's, so it is not remembered; unless `isOnesOwn`, other files would meet it too.
 */
export type ImportOutcome =
  | { type: 'known' | 'duplicate' | 'gone' }
  | { type: 'done'; items: IngestItem[] }
  | { type: 'retry'; reason: string; isOnesOwn: boolean }

const NOT_THE_FILES_FAULT = new Set<string>(
  ErrorCode.extract(['storage-full', 'database-busy', 'internal']).options,
)

/** Takes a file in unless it, or its very bytes, were dealt with before. The file itself is left as it is. */
export async function importFile(
  deps: { ingest: Ingest; ledger: Ledger },
  file: string,
  signal: AbortSignal,
): Promise<ImportOutcome> {
  const seen = await describe(file)
  if (!seen) return { type: 'gone' }
  if (deps.ledger.knowsFile(seen)) return { type: 'known' }
  const sha256 = await hashFile(file, signal)
  if (deps.ledger.knowsBytes(sha256)) {
    await deps.ledger.note({ ...seen, sha256 })
    return { type: 'duplicate' }
  }
  const items = await deps.ingest.ingestFile({ path: file, fileName: path.basename(file) }, signal)
  const fault = items.find((item) => item.outcome === 'rejected' && NOT_THE_FILES_FAULT.has(item.code))
  if (fault?.outcome === 'rejected') {
    return { type: 'retry', reason: fault.reason, isOnesOwn: fault.code === 'internal' }
  }
  await deps.ledger.note({ ...seen, sha256 })
  return { type: 'done', items }
}

/** Null when there is no such file any more. */
async function describe(file: string): Promise<{ path: string; sizeBytes: number; mtimeMs: number } | null> {
  try {
    const { size, mtimeMs } = await stat(file)
    return { path: file, sizeBytes: size, mtimeMs }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

async function hashFile(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { signal })) hash.update(chunk)
  return hash.digest('hex')
}
