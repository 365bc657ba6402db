/** Exports as their callers see them: counted before, begun by a ticket or at once, written only as fast as they are read. */
import {
  AppError,
  type ExportFormat,
  type ExportProgress,
  type ExportRequest,
  type ExportSelection,
  type ExportTicket,
} from '@vitrine/contracts'
import { type BodyDeps, bodyOf } from './export-body.ts'
import { createTickets, type Order } from './tickets.ts'
import { type ExportEnd, watched } from './watched-body.ts'

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

export interface ExportsDeps extends BodyDeps {
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
  onEnd(state: ExportEnd): void
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
