/** Bytes on their way to the disk: hashed, counted, and flushed before anyone may rely on them. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { AppError } from '@vitrine/contracts'
import { fromFileError, hasCode } from '@vitrine/storage/file-error'
import { type WritableFile, writeAll } from '@vitrine/storage/writable-file'
import type { StagedBlob, StageOptions } from './blob-store.ts'

/** What can be stored: bytes in memory, or a stream of them. */
export type ByteSource = Uint8Array | AsyncIterable<Uint8Array>

interface StageBytesOptions extends StageOptions {
  source: ByteSource
  /** The temporary file to write. */
  file: string
  openForWriting: (file: string) => Promise<WritableFile>
}

/** Writes `source` to a new file; on any failure the file is gone again. */
export async function stageBytes(options: StageBytesOptions): Promise<StagedBlob> {
  const { source, file } = options
  try {
    const handle = await options.openForWriting(file)
    const hash = createHash('sha256')
    let sizeBytes = 0
    try {
      for await (const chunk of source instanceof Uint8Array ? [source] : source) {
        options.signal?.throwIfAborted()
        sizeBytes += chunk.byteLength
        assertFits(sizeBytes, options.maxBytes)
        hash.update(chunk)
        await writeAll(handle, chunk)
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
    return { sha256: hash.digest('hex'), sizeBytes, path: file }
  } catch (error) {
    await rm(file, { force: true })
    throw fromFileError(error)
  }
}

interface StageFileOptions extends StageOptions {
  from: string
  /** The temporary file to become. */
  file: string
}

/**
 * Hashes a finished file where it lies and gives its bytes a second name, so that a crash loses neither;
 * where the volume knows no second names, it is moved.
 */
export async function stageFile(options: StageFileOptions): Promise<StagedBlob> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  for await (const chunk of createReadStream(options.from)) {
    options.signal?.throwIfAborted()
    sizeBytes += chunk.length
    assertFits(sizeBytes, options.maxBytes)
    hash.update(chunk)
  }
  const handle = await open(options.from, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  await linkOrMove(options.from, options.file)
  return { sha256: hash.digest('hex'), sizeBytes, path: options.file }
}

async function linkOrMove(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (!hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) throw error
    await rename(from, to)
  }
}

function assertFits(sizeBytes: number, maxBytes: number | undefined): void {
  if (maxBytes !== undefined && sizeBytes > maxBytes)
    throw new AppError(
      'too-large',
      `This file is larger than ${formatBytes(maxBytes)}, the most that is accepted.`,
    )
}

/** Bytes for a person: "2 GiB". */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${Number(value.toFixed(1))} ${units[unit] ?? ''}`
}
