/** Uploads in one request: several files as multipart/form-data, each streamed to the disk as it comes. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import { AppError, ErrorCode, type IngestItem, IngestResponse } from '@vitrine/contracts'
import { refuseCrossSite } from '../cross-site.ts'
import { errorResponse } from './error-response.ts'
import type { Ingest } from './ingest.ts'
import { chunksOf } from './web-stream.ts'

const MAX_FILES = 10_000

export interface UploadDeps {
  ingest: Ingest
}

/** Answers `POST` of files: 201 when one is new, 200 when all were known, else the status of the first refusal. */
export async function receiveUpload(request: Request, deps: UploadDeps): Promise<Response> {
  try {
    refuseCrossSite(request)
    const items = await ingestMultipart(request, deps.ingest)
    return Response.json(IngestResponse.parse({ items }), {
      status: statusOf(items),
      headers: { 'cache-control': 'no-store' },
    })
  } catch (error) {
    return errorResponse(error)
  }
}

function statusOf(items: readonly IngestItem[]): number {
  if (items.some((item) => item.outcome === 'created')) return 201
  if (items.some((item) => item.outcome === 'duplicate')) return 200
  const [first] = items
  return first?.outcome === 'rejected'
    ? new AppError(ErrorCode.catch('internal').parse(first.code), first.reason).status
    : 200
}

async function ingestMultipart(request: Request, ingest: Ingest): Promise<IngestItem[]> {
  const contentType = request.headers.get('content-type') ?? ''
  if (!request.body || !/^multipart\/form-data/i.test(contentType)) {
    throw new AppError('bad-request', 'An upload is a form with files in it (multipart/form-data).')
  }
  const parser = openParser(contentType)
  const results: Promise<IngestItem[]>[] = []
  const parts: BusboyFileStream[] = []
  let hasMore = false
  parser.on('filesLimit', () => {
    hasMore = true
  })
  parser.on('file', (_field, part, fileName) => {
    parts.push(part)
    // A part may break off after its reader has given up; the parser's own error says so too.
    part.on('error', () => undefined)
    results.push(ingestPart(ingest, part, fileName, request.signal))
  })
  try {
    await pipeline(Readable.from(chunksOf(request.body)), parser, { signal: request.signal })
  } catch (error) {
    // The parser leaves a part that broke off waiting for more.
    for (const part of parts) part.destroy()
    await Promise.allSettled(results)
    if (request.signal.aborted) throw new AppError('cancelled', 'The upload was cancelled.', { cause: error })
    throw new AppError('bad-request', 'The upload broke off or is not a well-formed form.', { cause: error })
  }
  if (results.length === 0) throw new AppError('bad-request', 'There is no file in this upload.')
  const items = (await Promise.all(results)).flat()
  return hasMore ? [...items, LEFT_OUT] : items
}

const LEFT_OUT: IngestItem = {
  outcome: 'rejected',
  fileName: 'further files',
  code: 'too-large',
  reason: `At most ${MAX_FILES} files fit into one upload; the rest was left out.`,
}

function openParser(contentType: string): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: { files: MAX_FILES, fieldSize: 64 * 1024, fields: 100 },
    })
  } catch (error) {
    throw new AppError('bad-request', 'The upload names no boundary between its parts.', { cause: error })
  }
}

/** Takes one part in; whatever becomes of it, its bytes are read to their end so that the next part can come. */
async function ingestPart(
  ingest: Ingest,
  part: BusboyFileStream,
  fileName: string | undefined,
  signal: AbortSignal,
): Promise<IngestItem[]> {
  try {
    const stream = part.iterator({ destroyOnReturn: false })
    return await ingest.ingestFile({ stream, fileName: fileName ?? '' }, signal)
  } finally {
    part.resume()
  }
}
