/** Every blob that a database names, brought from one folder of blobs to another. */
import { link, mkdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { BlobRow, DatabaseFile } from '@vitrine/db/file'
import PQueue from 'p-queue'
import { copyFile } from './copy-file.ts'
import { hasCode, isMissing } from './file-error.ts'
import { hashFile } from './hash-file.ts'
import { blobPath } from './layout.ts'
import { syncFolder } from './sync-folder.ts'
import type { WritableFile } from './writable-file.ts'

export interface CopyBlobsOptions {
  database: Pick<DatabaseFile, 'blobs'>
  /** Folders of blobs. */
  from: string
  to: string
  /** On the volume of `to`. */
  temporaryDir: string
  /** Only what was stored by then, in milliseconds since 1970: on a library in use, what comes is not run after. */
  until?: number | undefined
  /** Read again what is there already, instead of trusting its size. */
  verify?: boolean | undefined
  /** Give the bytes a second name instead of copying them, where both lie on one volume. */
  link?: boolean | undefined
  openForWriting?: ((file: string) => Promise<WritableFile>) | undefined
  /** After each blob, with its size. */
  onBlob?: ((sizeBytes: number) => void) | undefined
  signal?: AbortSignal | undefined
}

export interface CopiedBlobs {
  /** What had to be brought; the rest was there. */
  copied: number
  copiedBytes: number
  /** Not in `from`. */
  missing: string[]
  /** In `from`, with bytes that do not hash to their name. */
  corrupt: string[]
}

/** At once: small files wait for the disk's flush, not for the processor. */
const CONCURRENCY = 4
const PAGE = 500

/** Copies what is not there yet; every copy is hashed on the way. Throws what writing throws. */
export async function copyBlobs(options: CopyBlobsOptions): Promise<CopiedBlobs> {
  const result: CopiedBlobs = { copied: 0, copiedBytes: 0, missing: [], corrupt: [] }
  const queue = new PQueue({ concurrency: CONCURRENCY })
  for (const page of pagesOf(options.database, options.until)) {
    const work = page.map((blob) => async () => {
      options.signal?.throwIfAborted()
      await bring(blob, options, result)
      options.onBlob?.(blob.sizeBytes)
    })
    try {
      await queue.addAll(work)
    } catch (error) {
      queue.clear()
      await queue.onIdle()
      throw error
    }
  }
  return result
}

/** All blobs, a page at a time: the list of a million pictures need not be held at once. */
export function* pagesOf(database: Pick<DatabaseFile, 'blobs'>, until?: number): Generator<BlobRow[]> {
  let page = database.blobs('', PAGE, until)
  for (;;) {
    const last = page.at(-1)
    if (!last) return
    yield page
    page = database.blobs(last.sha256, PAGE, until)
  }
}

async function bring(blob: BlobRow, options: CopyBlobsOptions, result: CopiedBlobs): Promise<void> {
  const { sha256 } = blob
  const from = blobPath(options.from, sha256)
  const to = blobPath(options.to, sha256)
  if (await isThere(to, blob, options)) return
  const outcome =
    options.link && (await linkFile(from, to, sha256))
      ? 'copied'
      : (await copyFile({ ...options, from, to, sha256 })).type
  if (outcome === 'copied') {
    result.copied += 1
    result.copiedBytes += blob.sizeBytes
    return
  }
  // What stands there failed its check, and nothing better is to be had: it must not pass for a good copy later.
  await rm(to, { force: true })
  result[outcome].push(sha256)
}

async function isThere(file: string, blob: BlobRow, { verify, signal }: CopyBlobsOptions): Promise<boolean> {
  const sizeBytes = await sizeOf(file)
  if (sizeBytes !== blob.sizeBytes) return false
  return !verify || (await hashFile(file, { signal })) === blob.sha256
}

/** Null where there is no file. */
export async function sizeOf(file: string): Promise<number | null> {
  try {
    const found = await stat(file)
    return found.isFile() ? found.size : null
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** False where these two places can share no bytes, or the bytes are not what they must be. */
async function linkFile(from: string, to: string, sha256: string): Promise<boolean> {
  if ((await hashFile(from)) !== sha256) return false
  await mkdir(path.dirname(to), { recursive: true })
  await rm(to, { force: true })
  try {
    await link(from, to)
  } catch (error) {
    if (hasCode(error, 'EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) return false
    throw error
  }
  await syncFolder(path.dirname(to))
  return true
}
