/** Resumable uploads by the tus protocol: parts gather in `<data>/uploads`, and the last one hands the file to ingest. */
import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { FileStore } from '@tus/file-store'
import { MemoryLocker, Server } from '@tus/server'
import { AppError, type ErrorCode, IngestResponse } from '@vitrine/contracts'
import { z } from 'zod'
import { refuseCrossSite } from '../cross-site.ts'
import type { Log } from '../log.ts'
import type { BlobStore } from '../storage/blob-store.ts'
import { RESERVED_BYTES } from '../storage/data-folder.ts'
import { formatBytes } from '../storage/stage.ts'
import { errorResponse } from './error-response.ts'
import { cleanFileName } from './file-name.ts'
import type { Ingest } from './ingest.ts'

export interface TusOptions {
  /** Absolute; on the blobs' volume, since finished files are moved from here. */
  directory: string
  ingest: Ingest
  blobs: Pick<BlobStore, 'freeBytes'>
  maxUploadBytes: number
  /** Milliseconds since 1970. */
  now: () => number
  log: Log
}

export interface Tus {
  /** Answers a request of the protocol; the one that finishes an upload answers with an IngestResponse. */
  handle(request: Request): Promise<Response>
  /** Takes in what was complete when the process last stopped; returns how many files. */
  finishLeftOvers(): Promise<number>
  /** Deletes uploads that were begun three days ago and never finished. */
  removeExpired(): Promise<number>
}

/** What says nothing of the file, as when the process is ending: it stays, and is taken in at the next start. */
const NOT_ITS_FAULT: ReadonlySet<string> = new Set<ErrorCode>(['internal', 'database-busy'])

const EXPIRES_AFTER_MS = 3 * 24 * 60 * 60 * 1000
const INFO_SUFFIX = '.json'

/** Builds the tus endpoint for `/api/tus`. */
export function createTus(options: TusOptions): Tus {
  // No expiry of its own: for that it looks a finished upload up again, which ingest has taken by then.
  const store = new FileStore({ directory: options.directory })
  const rooms = { ...options, store }
  const server = new Server({
    path: '/api/tus',
    datastore: store,
    maxSize: options.maxUploadBytes,
    // The address that a phone sees is not the one that this process sees.
    relativeLocation: true,
    respectForwardedHeaders: false,
    // No page of another site may read an answer.
    allowedOrigins: [],
    locker: new MemoryLocker(),
    onUploadCreate: async (_request, upload) => {
      await assertRoom(options, upload.size ?? 0)
      return {}
    },
    onUploadFinish: async (request, upload) => ({
      // The answer to a POST stays 201: clients look for the location only there.
      ...(request.method === 'PATCH' ? { status_code: 200 } : {}),
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: JSON.stringify(await ingestUpload(rooms, upload)),
    }),
    onResponseError: (_request, error) => answerError(options, error),
  })
  return {
    async handle(request) {
      try {
        refuseCrossSite(request)
      } catch (error) {
        return errorResponse(error)
      }
      return server.handleWeb(request)
    },
    finishLeftOvers: () => finishLeftOvers(rooms),
    removeExpired: () => removeExpired(rooms),
  }
}

interface TusRooms extends TusOptions {
  store: FileStore
}

/** What tus knows of an upload; the length is not known of one whose client sends it later. */
const Upload = z.object({
  id: z.string(),
  size: z.int().nonnegative().optional(),
  offset: z.int().nonnegative(),
  creation_date: z.string().optional(),
  metadata: z.record(z.string(), z.string().nullable()).optional(),
})
type Upload = z.infer<typeof Upload>

/** Hands a complete file to ingest. It goes on when the browser goes away: the bytes are all here. */
async function ingestUpload(
  rooms: TusRooms,
  upload: Pick<Upload, 'id' | 'metadata'>,
): Promise<IngestResponse> {
  const fileName = cleanFileName(upload.metadata?.filename ?? upload.metadata?.name ?? '')
  const items = await rooms.ingest.ingestFile({ path: fileOf(rooms, upload.id), given: true, fileName })
  const isForUs = items.some((item) => item.outcome === 'rejected' && NOT_ITS_FAULT.has(item.code))
  if (!isForUs) await removeUpload(rooms, upload.id)
  return IngestResponse.parse({ items })
}

async function finishLeftOvers(rooms: TusRooms): Promise<number> {
  const uploads = await listUploads(rooms)
  const complete = uploads.filter((upload) => upload.offset === upload.size)
  for (const upload of complete) await ingestUpload(rooms, upload)
  return complete.length
}

async function removeExpired(rooms: TusRooms): Promise<number> {
  const uploads = await listUploads(rooms)
  const expired = uploads.filter(
    (upload) => rooms.now() - Date.parse(upload.creation_date ?? '1970-01-01') > EXPIRES_AFTER_MS,
  )
  for (const upload of expired) await removeUpload(rooms, upload.id)
  return expired.length
}

async function listUploads(rooms: TusRooms): Promise<Upload[]> {
  await mkdir(rooms.directory, { recursive: true })
  const uploads: Upload[] = []
  for (const name of await readdir(rooms.directory)) {
    if (!name.endsWith(INFO_SUFFIX)) continue
    const id = name.slice(0, -INFO_SUFFIX.length)
    try {
      uploads.push(Upload.parse(await rooms.store.getUpload(id)))
    } catch (error) {
      // An upload whose bytes are gone, or whose note was cut short: of no use to anyone.
      rooms.log.warn({ err: error, upload: id }, 'dropped an upload that could not be read')
      await removeUpload(rooms, id)
    }
  }
  return uploads
}

async function removeUpload(rooms: TusRooms, id: string): Promise<void> {
  await rm(fileOf(rooms, id), { force: true })
  await rm(`${fileOf(rooms, id)}${INFO_SUFFIX}`, { force: true })
}

function fileOf(rooms: TusRooms, id: string): string {
  return path.join(/*turbopackIgnore: true*/ rooms.directory, path.basename(id))
}

async function assertRoom(options: TusOptions, sizeBytes: number): Promise<void> {
  const free = await options.blobs.freeBytes()
  if (free >= sizeBytes + RESERVED_BYTES) return
  throw new AppError('storage-full', `The disk has ${formatBytes(free)} left, too little for this file.`, {
    suggestion: 'Free some space or empty the trash, then try again.',
  })
}

/** tus throws plain answers of its own; what is ours keeps its code, and what is neither is logged. */
async function answerError(
  options: TusOptions,
  error: Error | { status_code: number; body: string },
): Promise<{ status_code: number; body: string } | undefined> {
  const known = error instanceof Error ? AppError.from(error) : await writeFailure(options, error)
  if (!known) return undefined
  if (known.code === 'internal') options.log.error({ err: error }, 'resumable upload failed')
  return { status_code: known.status, body: JSON.stringify(known.toWire()) }
}

/** The store says of every failed write only that it failed; a full disk is told by looking. */
async function writeFailure(
  options: TusOptions,
  answer: { status_code: number },
): Promise<AppError | undefined> {
  if (answer.status_code !== 500) return undefined
  try {
    await assertRoom(options, 0)
    return undefined
  } catch (error) {
    return AppError.from(error)
  }
}
