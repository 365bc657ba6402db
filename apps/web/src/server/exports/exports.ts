/** Exports as their callers see them: counted before, begun by a ticket or at once, written only as fast as they are read. */
import {
  AppError,
  createNamer,
  type ExportFormat,
  type ExportProgress,
  type ExportRecord,
  type ExportRequest,
  type ExportSelection,
  type ExportTicket,
} from '@vitrine/contracts'
import type { Db } from '@vitrine/db'
import { toResponseBody } from '../images/web-stream.ts'
import type { BlobStore } from '../storage/blob-store.ts'
import type { Embedder } from './embed.ts'
import { endingOf, pickBytes } from './pick-bytes.ts'
import { toTextBody } from './text-body.ts'
import { cocoFile, csvFile, htmlFile, jsonLinesFile } from './text-files.ts'
import { createTickets, type Order } from './tickets.ts'
import { walkRecords } from './walk.ts'
import { zipEntries } from './zip-entries.ts'
import { zipFile } from './zip-file.ts'

export interface ExportFile {
  fileName: string
  mediaType: string
  count: number
  body: ReadableStream<Uint8Array>
}

export interface Exports {
  count(selection: ExportSelection): Promise<number>
  /** Puts an export by (`task-unsupported` where words are to be written into images and ExifTool does not run); its ticket opens the download once, within ten minutes. */
  prepare(request: ExportRequest): Promise<ExportTicket>
  /** Throws `not-found` for a ticket that is unknown, too old or used. */
  redeem(ticket: string): ExportFile
  progress(ticket: string): ExportProgress
  /** An export that begins at once. */
  open(request: ExportRequest): Promise<ExportFile>
}

export interface ExportsDeps {
  db: { exports: Db['exports']; images: Pick<Db['images'], 'bytes'> }
  blobs: Pick<BlobStore, 'has' | 'read' | 'path'>
  embedder: Embedder
  /** Milliseconds since 1970. */
  now(): number
}

const MEDIA_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
  coco: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
  zip: 'application/zip',
}
const ENDINGS: Record<ExportFormat, string> = {
  csv: 'csv',
  jsonl: 'jsonl',
  coco: 'coco.json',
  html: 'html',
  zip: 'zip',
}

/** What becomes of an export under way. */
interface Watcher {
  onProgress(done: number): void
  onEnd(state: 'done' | 'stopped' | 'failed'): void
}
const NOBODY: Watcher = { onProgress: () => undefined, onEnd: () => undefined }

export function createExports(deps: ExportsDeps): Exports {
  const { db, now } = deps
  const tickets = createTickets(now)

  function start(order: Order, watcher: Watcher): ExportFile {
    const { format } = order.request
    return {
      fileName: `vitrine-${new Date(now()).toISOString().slice(0, 10)}.${ENDINGS[format]}`,
      mediaType: MEDIA_TYPES[format],
      count: order.ids.length,
      body: watched(bodyOf(deps, order, watcher.onProgress), watcher.onEnd),
    }
  }

  const orderOf = async (request: ExportRequest): Promise<Order> => {
    if (request.format === 'zip' && request.embed && !(await deps.embedder.isAvailable()))
      throw new AppError(
        'task-unsupported',
        'ExifTool does not run here, so nothing can be written into images.',
        {
          suggestion: 'Install Perl where Vitrine runs (Linux or macOS), or take XMP sidecars.',
        },
      )
    return { request, ids: await db.exports.ids(request.selection, request.sort) }
  }

  return {
    count: async (selection) => (await db.exports.ids(selection, 'newest')).length,
    async prepare(request) {
      const order = await orderOf(request)
      return { ticket: tickets.issue(order), count: order.ids.length }
    },
    redeem: (ticket) =>
      start(tickets.redeem(ticket), {
        onProgress: (done) => tickets.note(ticket, { done }),
        onEnd: (state) => tickets.note(ticket, { state }),
      }),
    progress: tickets.progress,
    open: async (request) => start(await orderOf(request), NOBODY),
  }
}

function bodyOf(
  { db, blobs, embedder }: ExportsDeps,
  { request, ids }: Order,
  onProgress: Watcher['onProgress'],
): ReadableStream<Uint8Array> {
  const walk = (options: { withPlaces: boolean }) =>
    walkRecords({ records: db.exports.records, onProgress }, ids, options)
  const createPath = () => {
    const nameOf = createNamer(request.name, ids.length)
    return async (record: ExportRecord) => {
      const name = nameOf(record)
      const stored = await pickBytes(db.images, record, request.images)
      return stored ? name + endingOf(stored) : name
    }
  }
  const source = { walk, createPath }
  switch (request.format) {
    case 'csv':
      return toTextBody(csvFile(source, request))
    case 'jsonl':
      return toTextBody(jsonLinesFile(source))
    case 'html':
      return toTextBody(htmlFile(source))
    case 'coco':
      return toTextBody(cocoFile(source))
    case 'zip':
      return toResponseBody(async () =>
        zipFile(zipEntries({ walk, images: db.images, blobs, embedder, count: ids.length }, request)),
      )
  }
}

/** The same body; tells once how it ended. */
function watched(
  body: ReadableStream<Uint8Array>,
  onEnd: (state: 'done' | 'stopped' | 'failed') => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (!done) return controller.enqueue(value)
          onEnd('done')
          controller.close()
        } catch (error) {
          onEnd('failed')
          controller.error(error)
        }
      },
      async cancel(reason) {
        onEnd('stopped')
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}
