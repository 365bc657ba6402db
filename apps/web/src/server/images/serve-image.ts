/** Stored bytes over HTTP: cached for good, in parts when asked, and never able to act as a page of this site. */
import { AppError } from '@vitrine/contracts'
import type { Db, StoredBytes } from '@vitrine/db'
import { z } from 'zod'
import type { BlobStore } from '../storage/blob-store.ts'
import { parseRange } from './byte-range.ts'
import { errorResponse } from './error-response.ts'
import { contentDisposition, downloadName } from './file-name.ts'
import { toResponseBody } from './web-stream.ts'

/** `display` is what browsers can show in full: the raster where there is one, else the original. */
const ServedVariant = z.enum(['thumbnail', 'preview', 'display', 'original'])
type ServedVariant = z.infer<typeof ServedVariant>

const Params = z.object({ id: z.coerce.number().pipe(z.int().positive()), variant: ServedVariant })

export interface ServeImageDeps {
  db: { images: Pick<Db['images'], 'bytes'> }
  blobs: Pick<BlobStore, 'has' | 'read'>
}

/** Originals that could run scripts or open viewers: saved, never shown. */
const NEVER_INLINE = new Set(['image/svg+xml', 'application/pdf'])

/** Answers GET and HEAD for `/api/images/{id}/{variant}`; failures are answers too. */
export async function serveImage(
  request: Request,
  params: { id: string; variant: string },
  deps: ServeImageDeps,
): Promise<Response> {
  try {
    const parsed = Params.safeParse(params)
    if (!parsed.success) throw new AppError('not-found', 'There is no such picture.')
    const stored = await findBytes(deps, parsed.data.id, parsed.data.variant)
    if (!stored) throw new AppError('not-found', 'There is no such picture.')
    return await respond(request, stored, deps)
  } catch (error) {
    return errorResponse(error)
  }
}

async function findBytes(
  deps: ServeImageDeps,
  id: number,
  variant: ServedVariant,
): Promise<StoredBytes | null> {
  const bytes = deps.db.images.bytes
  const display = async () => (await bytes(id, 'raster')) ?? (await bytes(id, 'original'))
  switch (variant) {
    case 'original':
      return bytes(id, 'original')
    case 'display':
      return display()
    case 'preview':
      // Small originals are their own preview.
      return (await bytes(id, 'preview')) ?? (await display())
    case 'thumbnail':
      return (await bytes(id, 'thumbnail')) ?? (await display())
  }
}

async function respond(request: Request, stored: StoredBytes, deps: ServeImageDeps): Promise<Response> {
  const etag = `"${stored.sha256}"`
  const headers = headersFor(new URL(request.url), stored, etag)
  if (isSame(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  const ifRange = request.headers.get('if-range')
  const isRangeMeant = ifRange === null || ifRange.trim() === etag
  const range = parseRange(isRangeMeant ? request.headers.get('range') : null, stored.sizeBytes)
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${stored.sizeBytes}`)
    return new Response(null, { status: 416, headers })
  }
  const [status, length] = range === 'whole' ? [200, stored.sizeBytes] : [206, range.end - range.start + 1]
  headers.set('content-type', stored.mediaType)
  headers.set('content-length', String(length))
  if (range !== 'whole') headers.set('content-range', `bytes ${range.start}-${range.end}/${stored.sizeBytes}`)
  if (request.method === 'HEAD') return new Response(null, { status, headers })
  if (!(await deps.blobs.has(stored.sha256))) throw new AppError('not-found', 'The stored file is gone.')
  const open = () => deps.blobs.read(stored.sha256, range === 'whole' ? undefined : range)
  return new Response(toResponseBody(open), { status, headers })
}

function headersFor(url: URL, stored: StoredBytes, etag: string): Headers {
  const isDownload = url.searchParams.get('download') === '1' || NEVER_INLINE.has(stored.mediaType)
  const name = downloadName(stored.fileName, stored.mediaType)
  return new Headers({
    etag,
    'accept-ranges': 'bytes',
    // With `?v=` the address names one content for good; without it the browser asks whether it changed.
    'cache-control': url.searchParams.has('v') ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    'content-disposition': contentDisposition(isDownload ? 'attachment' : 'inline', name),
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  })
}

/** Whether an `If-None-Match` list names this content; weak tags count, as RFC 9110 has it for GET. */
function isSame(header: string | null, etag: string): boolean {
  if (header === null) return false
  return header.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)
}
