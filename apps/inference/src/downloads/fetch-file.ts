/** One file of the hub, onto the disk: gone on from where it stopped, checked as it is written. */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '@vitrine/contracts'
import { etagOf, partOf, sizeOf } from './folders.ts'
import type { Hub } from './hub.ts'
import { brokenOff, otherBytes } from './hub-errors.ts'
import { discard, type HubResponse } from './hub-fetch.ts'
import { hasCode, isMissing, type RecordedFile } from './record.ts'
import { diskIsFull } from './room.ts'
import { StallWatch } from './stall.ts'

export interface FileRequest {
  hub: Hub
  repository: string
  commit: string
  file: RecordedFile
  /** The folder that the repository's files go into; beside a file that is not whole lies its `.part`. */
  dir: string
  stallMs: number
  /** Called with what came, and with a negative number when what came is thrown away. */
  onBytes(bytes: number): void
  signal: AbortSignal
}

/** Bytes of a file that are here already, whole or in part. */
export async function receivedBytes(dir: string, file: RecordedFile): Promise<number> {
  const whole = await sizeOf(path.join(dir, file.path))
  if (whole === file.sizeBytes) return whole
  const part = (await sizeOf(path.join(dir, partOf(file.path)))) ?? 0
  return part <= file.sizeBytes ? part : 0
}

/**
 * One try. What is whole already is left as it is. Throws `hub-unreachable` when the connection breaks off,
 * `conflict` when the bytes are not those that were promised, `storage-full` when the disk has no more room, or the signal's reason.
 */
export async function fetchFile(request: FileRequest): Promise<void> {
  const { dir, file, onBytes } = request
  const target = path.join(dir, file.path)
  if ((await sizeOf(target)) === file.sizeBytes) return
  await mkdir(path.dirname(target), { recursive: true })
  const part = path.join(dir, partOf(file.path))
  const handle = await open(part, 'a+')
  try {
    const { sha256, isResumed } = await fill(handle, part, request)
    if (file.sha256 !== null && sha256 !== file.sha256) {
      await handle.truncate(0)
      onBytes(-file.sizeBytes)
      // What lay here may be at fault, after a power cut for example: then a second try is worth it.
      throw otherBytes(file.path, isResumed)
    }
    await handle.sync()
  } catch (thrown) {
    throw hasCode(thrown, 'ENOSPC') ? diskIsFull(thrown) : thrown
  } finally {
    await handle.close()
  }
  await rename(part, target)
  await rm(etagOf(part), { force: true })
}

/** Brings the part to its full length; the SHA-256 of what is there then, and whether some was there before. */
async function fill(
  handle: FileHandle,
  part: string,
  request: FileRequest,
): Promise<{ sha256: string; isResumed: boolean }> {
  const { file, hub, signal, onBytes, repository, commit } = request
  const place = { repository, commit, path: file.path }
  let from = await usableLength(handle, file.sizeBytes)
  let hash = await hashOf(part, from, signal)
  if (from === file.sizeBytes && from > 0) return { sha256: hash.digest('hex'), isResumed: true }
  const watch = new StallWatch(request.stallMs, signal, brokenOff(file.path))
  try {
    const response = await hub.open(place, await rangeHeaders(part, from), watch.signal)
    if (!continuesAt(response, from, file.sizeBytes)) {
      onBytes(-from)
      await handle.truncate(0)
      from = 0
      hash = createHash('sha256')
      if (response.status !== 200) {
        await discard(response)
        throw brokenOff(file.path, new Error(`answered ${response.status} to a range`))
      }
    }
    if (from === 0) await noteEtag(part, response)
    await append(handle, response, { hash, watch, from, request })
  } catch (thrown) {
    watch.signal.throwIfAborted()
    throw thrown instanceof AppError || hasCode(thrown, 'ENOSPC') ? thrown : brokenOff(file.path, thrown)
  } finally {
    watch.stop()
  }
  return { sha256: hash.digest('hex'), isResumed: from > 0 }
}

async function append(
  handle: FileHandle,
  response: HubResponse,
  to: { hash: Hash; watch: StallWatch; from: number; request: FileRequest },
): Promise<void> {
  const { file, onBytes } = to.request
  let length = to.from
  for await (const chunk of response.body ?? []) {
    to.watch.touch()
    length += chunk.byteLength
    if (length > file.sizeBytes) {
      onBytes(-(length - chunk.byteLength))
      await handle.truncate(0)
      throw otherBytes(file.path, true)
    }
    to.hash.update(chunk)
    await handle.writeFile(chunk)
    onBytes(chunk.byteLength)
  }
  if (length < file.sizeBytes)
    throw brokenOff(file.path, new Error(`${length} of ${file.sizeBytes} bytes came`))
}

/** What of the part can be gone on from. */
async function usableLength(handle: FileHandle, sizeBytes: number): Promise<number> {
  const { size } = await handle.stat()
  if (size <= sizeBytes) return size
  await handle.truncate(0)
  return 0
}

async function hashOf(part: string, length: number, signal: AbortSignal): Promise<Hash> {
  const hash = createHash('sha256')
  if (length === 0) return hash
  for await (const chunk of createReadStream(part, { highWaterMark: 1 << 20, signal })) hash.update(chunk)
  return hash
}

/** Asks for the rest, provided that the file is still the one that the part is of. */
async function rangeHeaders(part: string, from: number): Promise<{ [name: string]: string }> {
  if (from === 0) return {}
  const etag = await readEtag(part)
  return { range: `bytes=${from}-`, ...(etag ? { 'if-range': etag } : {}) }
}

/** Whether the answer's first byte follows the part's last; a server that knows no ranges sends all, with 200. */
function continuesAt(response: HubResponse, from: number, sizeBytes: number): boolean {
  if (from === 0) return response.status === 200
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '')
  if (response.status !== 206 || !range) return false
  return Number(range[1]) === from && (range[2] === '*' || Number(range[2]) === sizeBytes)
}

async function noteEtag(part: string, response: HubResponse): Promise<void> {
  const etag = response.headers.get('etag')
  // A weak one says nothing of single bytes, so no range can be asked for by it (RFC 9110, 13.1.5).
  if (etag?.startsWith('"')) await writeFile(etagOf(part), etag)
  else await rm(etagOf(part), { force: true })
}

async function readEtag(part: string): Promise<string | null> {
  try {
    return await readFile(etagOf(part), 'utf8')
  } catch (thrown) {
    if (isMissing(thrown)) return null
    throw thrown
  }
}
