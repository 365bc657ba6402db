/** A file copied so that its copy is whole or not there: hashed on the way, flushed, renamed into place. */
import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { hasCode, isMissing } from './file-error.ts'
import { syncFolder } from './sync-folder.ts'
import { type WritableFile, writeAll } from './writable-file.ts'

export interface CopyOptions {
  from: string
  to: string
  /** On the volume of `to`; holds the copy until it is whole. */
  temporaryDir: string
  /** The hash that the bytes must have. */
  sha256?: string
  openForWriting?: ((file: string) => Promise<WritableFile>) | undefined
  onBytes?: ((count: number) => void) | undefined
  signal?: AbortSignal | undefined
}

/** `corrupt`: the bytes have another hash than they must, or the disk cannot read them. Then nothing was written. */
export type CopyOutcome =
  | { type: 'copied'; sha256: string; sizeBytes: number }
  | { type: 'missing' }
  | { type: 'corrupt' }

const PIECE = 1024 * 1024

/** Copies one file, over what stood there. Leaves nothing half-written; errors of writing are thrown as they come. */
export async function copyFile(options: CopyOptions): Promise<CopyOutcome> {
  const source = await openSource(options.from)
  if (!source) return { type: 'missing' }
  const part = path.join(/*turbopackIgnore: true*/ options.temporaryDir, randomUUID())
  try {
    const copied = await writePart(source, part, options)
    if (!copied || (options.sha256 !== undefined && copied.sha256 !== options.sha256))
      return { type: 'corrupt' }
    await mkdir(path.dirname(options.to), { recursive: true })
    await rename(part, options.to)
    await syncFolder(path.dirname(options.to))
    return { type: 'copied', ...copied }
  } finally {
    await source.close()
    await rm(part, { force: true })
  }
}

async function openSource(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'r')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Null where the source cannot be read. */
async function writePart(
  source: FileHandle,
  part: string,
  { openForWriting, onBytes, signal }: CopyOptions,
): Promise<{ sha256: string; sizeBytes: number } | null> {
  const { mode } = await source.stat()
  const target = openForWriting ? await openForWriting(part) : await open(part, 'wx', mode & 0o777)
  const hash = createHash('sha256')
  let sizeBytes = 0
  try {
    const piece = Buffer.allocUnsafe(PIECE)
    for (;;) {
      signal?.throwIfAborted()
      const { bytesRead } = await source.read(piece, 0, PIECE, sizeBytes)
      if (bytesRead === 0) break
      const bytes = piece.subarray(0, bytesRead)
      hash.update(bytes)
      await writeAll(target, bytes)
      sizeBytes += bytesRead
      onBytes?.(bytesRead)
    }
    await target.sync()
    return { sha256: hash.digest('hex'), sizeBytes }
  } catch (error) {
    if (hasCode(error, 'EIO') && error instanceof Error && 'syscall' in error && error.syscall === 'read')
      return null
    throw error
  } finally {
    await target.close()
  }
}
