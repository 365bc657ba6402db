/**
 * Stored bytes by their SHA-256, in files. Bytes are first staged in a temporary file on the same volume
 * (hashed on the way, flushed to the disk), then renamed into place: a reader never sees half a blob.
 */
import { randomUUID } from 'node:crypto'
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { AppError, Sha256 } from '@vitrine/contracts'
import { fromFileError, isMissing } from '@vitrine/storage/file-error'
import { BLOBS, blobPath, INTENT_SUFFIX, TEMPORARY } from '@vitrine/storage/layout'
import { syncFolder } from '@vitrine/storage/sync-folder'
import type { WritableFile } from '@vitrine/storage/writable-file'
import PQueue from 'p-queue'
import { z } from 'zod'
import { type ByteSource, stageBytes, stageFile } from './stage.ts'

/** Bytes that lie in a temporary file: hashed, complete, not yet a blob. */
export interface StagedBlob {
  sha256: string
  sizeBytes: number
  path: string
}

export interface StageOptions {
  /** More than this is `too-large`. */
  maxBytes?: number
  signal?: AbortSignal
}

/** First and last byte, both included, as HTTP counts them. */
export interface ByteRange {
  start: number
  end: number
}

export interface Placing {
  /** Puts staged blobs in their places; the first is the one whose row makes the others count. */
  place(staged: readonly StagedBlob[]): Promise<void>
  /** Puts back where it was staged what `place` newly placed and no row came to point to: all of it when left out. */
  takeBack(isUnused?: (sha256: string) => boolean): Promise<void>
}

export interface BlobStore {
  /** Writes bytes to a temporary file. Throws `storage-full`, `too-large` or `cancelled`, leaving nothing behind. */
  stage(source: ByteSource, options?: StageOptions): Promise<StagedBlob>
  /** Stages a finished file on the same volume without copying it; it may stay or be gone afterwards. */
  stageFile(file: string, options?: StageOptions): Promise<StagedBlob>
  /** Deletes a staged file; one that was placed meanwhile is left alone. */
  discard(staged: StagedBlob): Promise<void>
  /**
   * Runs `work` while nobody else places or removes blobs. What it placed is taken back if it throws,
   * and after a crash by `recover`: so a blob stays only when its row was written.
   */
  exclusive<T>(work: (placing: Placing) => Promise<T>): Promise<T>
  /** Stages and places in one go, for bytes that need no row. */
  put(source: ByteSource, options?: StageOptions): Promise<{ sha256: string; sizeBytes: number }>
  has(sha256: string): Promise<boolean>
  /** A stream of the blob or a part of it. Throws `not-found` before the first byte when the file is gone. */
  read(sha256: string, range?: ByteRange): Promise<Readable>
  /** Where the blob lies, whether or not it exists. */
  path(sha256: string): string
  /** Deletes a blob's file; one already gone is no error. */
  remove(sha256: string): Promise<void>
  /** Bytes left on the volume. */
  freeBytes(): Promise<number>
  /** Clears what a crash left: temporary files, and blobs whose image (`isKnown`) was never written. Call before the first ingest. */
  recover(isKnown: (sha256: string) => Promise<boolean>): Promise<{ files: number; blobs: number }>
}

export interface BlobStoreOptions {
  /** Absolute. Holds `blobs/` and `tmp/`. */
  dataDir: string
  openForWriting?: (file: string) => Promise<WritableFile>
}

const Intent = z.object({ key: Sha256, placed: z.array(Sha256) })

/** A blob store in `<dataDir>/blobs/ab/cd/<sha256>`; makes its folders. */
export async function createBlobStore(options: BlobStoreOptions): Promise<BlobStore> {
  const blobDir = path.join(/*turbopackIgnore: true*/ options.dataDir, BLOBS)
  const temporaryDir = path.join(/*turbopackIgnore: true*/ options.dataDir, TEMPORARY)
  const openForWriting = options.openForWriting ?? ((file: string) => open(file, 'wx'))
  const turns = new PQueue({ concurrency: 1 })
  await mkdir(blobDir, { recursive: true })
  await mkdir(temporaryDir, { recursive: true })

  const pathOf = (sha256: string) => blobPath(blobDir, sha256)
  const exclusive = <T>(work: (placing: Placing) => Promise<T>): Promise<T> =>
    turns.add(() => runPlacing({ temporaryDir, pathOf }, work))

  const store: BlobStore = {
    stage: (source, stageOptions) =>
      stageBytes({ source, file: path.join(temporaryDir, randomUUID()), openForWriting, ...stageOptions }),
    stageFile: (file, stageOptions) =>
      stageFile({ from: file, file: path.join(temporaryDir, randomUUID()), ...stageOptions }),
    discard: (staged) => rm(staged.path, { force: true }),
    exclusive,
    async put(source, stageOptions) {
      const staged = await store.stage(source, stageOptions)
      try {
        await exclusive((placing) => placing.place([staged]))
        return { sha256: staged.sha256, sizeBytes: staged.sizeBytes }
      } finally {
        await store.discard(staged)
      }
    },
    has: (sha256) => exists(pathOf(sha256)),
    read: (sha256, range) => readBlob(pathOf(sha256), range),
    path: pathOf,
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
    async freeBytes() {
      const volume = await statfs(options.dataDir)
      return volume.bavail * volume.bsize
    },
    recover: (isKnown) => recover({ temporaryDir, pathOf }, isKnown),
  }
  return store
}

interface Rooms {
  temporaryDir: string
  pathOf: (sha256: string) => string
}

/** Runs `work` while writing down what it is about to place, so that it can be taken back, now or after a crash. */
async function runPlacing<T>(rooms: Rooms, work: (placing: Placing) => Promise<T>): Promise<T> {
  const placed: StagedBlob[] = []
  const found: StagedBlob[] = []
  const intents: string[] = []
  const placing: Placing = {
    async place(staged) {
      const fresh = await withoutStored(rooms, staged)
      found.push(...staged.filter((blob) => !fresh.includes(blob)))
      const [key] = staged
      if (!key || fresh.length === 0) return
      const intent = path.join(rooms.temporaryDir, `${randomUUID()}${INTENT_SUFFIX}`)
      intents.push(intent)
      await writeFile(intent, JSON.stringify({ key: key.sha256, placed: fresh.map((blob) => blob.sha256) }))
      for (const blob of fresh) {
        await moveIntoPlace(blob.path, rooms.pathOf(blob.sha256))
        placed.push(blob)
      }
    },
    async takeBack(isUnused = () => true) {
      for (const blob of placed.splice(0)) {
        if (isUnused(blob.sha256)) await rename(rooms.pathOf(blob.sha256), blob.path)
        else placed.push(blob)
      }
    },
  }
  let result: T
  try {
    result = await work(placing)
  } catch (error) {
    await placing.takeBack()
    throw fromFileError(error)
  } finally {
    for (const intent of intents) await rm(intent, { force: true })
  }
  // After the row: if this fails nothing may be taken back any more.
  await placeAnew(rooms, found)
  return result
}

/** Each content once, and only what is not stored yet. */
async function withoutStored(rooms: Rooms, staged: readonly StagedBlob[]): Promise<StagedBlob[]> {
  const fresh = new Map<string, StagedBlob>()
  for (const blob of staged) {
    if (!fresh.has(blob.sha256) && !(await exists(rooms.pathOf(blob.sha256)))) fresh.set(blob.sha256, blob)
  }
  return [...fresh.values()]
}

/**
 * Puts bytes into their place that were found there and have gone since: nothing named them until now, and another
 * process has taken them for an orphan (`removeOrphans` of storage).
 */
async function placeAnew({ pathOf }: Rooms, found: readonly StagedBlob[]): Promise<void> {
  for (const blob of found) {
    const isGone = !(await exists(pathOf(blob.sha256)))
    if (isGone && (await exists(blob.path))) await moveIntoPlace(blob.path, pathOf(blob.sha256))
  }
}

async function moveIntoPlace(from: string, to: string): Promise<void> {
  const folder = path.dirname(to)
  await mkdir(folder, { recursive: true })
  await rename(from, to)
  // The rename itself must survive a power cut, not only the bytes.
  await syncFolder(folder)
}

async function exists(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile()
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

async function readBlob(file: string, range?: ByteRange): Promise<Readable> {
  let handle: FileHandle
  try {
    handle = await open(file, 'r')
  } catch (error) {
    if (isMissing(error)) throw new AppError('not-found', 'The stored file is gone.', { cause: error })
    throw error
  }
  return handle.createReadStream(range ? { start: range.start, end: range.end } : {})
}

async function recover(
  rooms: Rooms,
  isKnown: (sha256: string) => Promise<boolean>,
): Promise<{ files: number; blobs: number }> {
  let blobs = 0
  const names = await readdir(rooms.temporaryDir)
  for (const name of names.filter((candidate) => candidate.endsWith(INTENT_SUFFIX))) {
    const intent = parseIntent(await readFile(path.join(rooms.temporaryDir, name), 'utf8'))
    if (!intent || (await isKnown(intent.key))) continue
    for (const sha256 of intent.placed) await rm(rooms.pathOf(sha256), { force: true })
    blobs += intent.placed.length
  }
  for (const name of names) await rm(path.join(rooms.temporaryDir, name), { recursive: true, force: true })
  return { files: names.length, blobs }
}

/** Null for an intent whose writing was cut short: then nothing had been placed yet. */
function parseIntent(text: string): z.infer<typeof Intent> | null {
  if (!text.endsWith('}')) return null
  return Intent.parse(JSON.parse(text))
}
