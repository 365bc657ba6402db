/** Rooms 1 to 3 of an image's walk: bytes in, sniffed, checked and hashed; blobs stored; row, job and event written. */
import { createReadStream } from 'node:fs'
import { AppError, type IngestItem } from '@vitrine/contracts'
import type { Db } from '@vitrine/db'
import PQueue from 'p-queue'
import type { Log } from '../log.ts'
import type { BlobStore, StagedBlob } from '../storage/blob-store.ts'
import type { ByteSource } from '../storage/stage.ts'
import { createDecoder, type Decoder } from './decode.ts'
import { cleanFileName } from './file-name.ts'
import { ingestPdf } from './ingest-pdf.ts'
import { ingestVideo } from './ingest-video.ts'
import { ingestZip } from './ingest-zip.ts'
import type { IngestLimits } from './limits.ts'
import { sniffFile } from './sniff.ts'
import { ingestPicture } from './store-image.ts'
import { openWithPackage } from './video/package-video.ts'
import { createSystemVideo } from './video/system-video.ts'
import { firstDecoder, type OpenVideo, type OpenVideoOptions } from './video/video.ts'

/** Bytes to take in. A `path` is copied, unless it is `given`: finished, on the blobs' volume, and not needed any more. */
export type IngestSource = { fileName: string } & (
  | { path: string; given?: boolean }
  | { stream: AsyncIterable<Uint8Array> }
  | { bytes: Uint8Array }
)

export interface Ingest {
  /**
   * Takes one file in and says what became of it: one item, or one for each image of a zip, a PDF or a video.
   * What can't be read is an item too, with its reason; only `cancelled` is thrown.
   */
  ingestFile(source: IngestSource, signal?: AbortSignal): Promise<IngestItem[]>
}

export interface IngestOptions {
  db: Pick<Db, 'images'>
  blobs: BlobStore
  limits: IngestLimits
  /** Milliseconds since 1970. */
  now: () => number
  log: Log
  decoder?: Decoder
  /** Opens videos; throws `unsupported-media` where nothing here can. */
  openVideo?: (path: string, options: OpenVideoOptions) => Promise<OpenVideo>
  /** Pictures worked on at once. */
  concurrency?: number
  /** Told after an image was written or came back: there may be work. */
  onStored?: () => void
}

/** The effects, and the queues that bound them. */
export interface IngestRooms extends IngestOptions {
  decoder: Decoder
  openVideo: NonNullable<IngestOptions['openVideo']>
  /** Pictures take turns here: their work is what fills the processors. */
  pictures: PQueue
  /** Zips, PDFs and videos take turns here, since they wait for the pictures in them. */
  containers: PQueue
}

/** A staged file on its way through. */
export interface Arrival {
  staged: StagedBlob
  fileName: string
  /** SHA-256 of the zip it came out of. */
  zipSha256: string | null
  signal: AbortSignal | undefined
}

/** Builds ingest over its effects. */
export function createIngest(options: IngestOptions): Ingest {
  const concurrency = options.concurrency ?? 2
  const rooms: IngestRooms = {
    ...options,
    decoder: options.decoder ?? createDecoder(),
    openVideo: options.openVideo ?? firstDecoder(openWithPackage, createSystemVideo()),
    pictures: new PQueue({ concurrency }),
    containers: new PQueue({ concurrency }),
  }
  return {
    async ingestFile(source, signal) {
      const fileName = cleanFileName(source.fileName)
      return settle(rooms, { fileName, signal }, async () => {
        const staged = await stageSource(rooms, source, signal)
        return processArrival(rooms, { staged, fileName, zipSha256: null, signal })
      })
    },
  }
}

/** Turns a failure of one file into its item; a cancellation goes on to whoever cancelled. */
async function settle(
  rooms: IngestRooms,
  about: { fileName: string; signal: AbortSignal | undefined },
  work: () => Promise<IngestItem[]>,
): Promise<IngestItem[]> {
  try {
    return await work()
  } catch (thrown) {
    const error = AppError.from(thrown)
    if (about.signal?.aborted || error.code === 'cancelled')
      throw new AppError('cancelled', 'The upload was cancelled.', { cause: thrown })
    const { fileName } = about
    noteRefusal(rooms.log, fileName, error)
    return [rejection(fileName, error)]
  }
}

/** A bad file is no fault of ours; a full disk or a busy database is for whoever runs the machine. */
function noteRefusal(log: Log, fileName: string, error: AppError): void {
  if (error.code === 'internal') {
    log.error({ err: error, fileName }, 'ingest failed')
    return
  }
  const level = error.retryable ? 'warn' : 'info'
  log[level]({ fileName, code: error.code, cause: causeOf(error) }, `not taken in: ${error.message}`)
}

/** What a library said, without its stack: a bad file is no fault of ours. */
function causeOf(error: AppError): string | undefined {
  return error.cause instanceof Error ? error.cause.message : undefined
}

/** What the person who sent the file is told. */
function rejection(fileName: string, error: AppError): IngestItem {
  const reason = [error.message, error.suggestion].filter(Boolean).join(' ')
  return { outcome: 'rejected', fileName, code: error.code, reason }
}

function stageSource(rooms: IngestRooms, source: IngestSource, signal?: AbortSignal): Promise<StagedBlob> {
  const options = { maxBytes: rooms.limits.maxUploadBytes, ...(signal ? { signal } : {}) }
  if ('path' in source && source.given) return rooms.blobs.stageFile(source.path, options)
  return rooms.blobs.stage(bytesOf(source), options)
}

function bytesOf(source: IngestSource): ByteSource {
  if ('bytes' in source) return source.bytes
  return 'stream' in source ? source.stream : createReadStream(source.path)
}

/** Sends a staged file to the room for its type; the temporary file is gone afterwards. */
async function processArrival(rooms: IngestRooms, arrival: Arrival): Promise<IngestItem[]> {
  try {
    const type = await sniffFile(arrival.staged.path)
    switch (type) {
      case 'application/zip':
        if (arrival.zipSha256 !== null)
          throw new AppError('unsupported-media', 'A zip inside a zip is not unpacked.')
        return await rooms.containers.add(() => unpack(rooms, arrival))
      case 'application/pdf':
        // Inside a zip its turn is the zip's: waiting for one of its own could wait for ever.
        return arrival.zipSha256 === null
          ? await rooms.containers.add(() => ingestPdf(rooms, arrival))
          : await ingestPdf(rooms, arrival)
      case 'video/mp4':
      case 'video/quicktime':
      case 'video/webm':
        return arrival.zipSha256 === null
          ? await rooms.containers.add(() => ingestVideo(rooms, arrival, type))
          : await ingestVideo(rooms, arrival, type)
      default:
        return [await rooms.pictures.add(() => ingestPicture(rooms, arrival, type))]
    }
  } finally {
    await rooms.blobs.discard(arrival.staged)
  }
}

function unpack(rooms: IngestRooms, zip: Arrival): Promise<IngestItem[]> {
  return ingestZip(rooms, zip, (fileName, stage) =>
    settle(rooms, { fileName, signal: zip.signal }, async () =>
      processArrival(rooms, {
        staged: await stage(),
        fileName,
        zipSha256: zip.staged.sha256,
        signal: zip.signal,
      }),
    ),
  )
}
