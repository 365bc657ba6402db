/** The one image of a request, made readable for the sidecar. Its bytes touch the disk only in passing. */
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy, type BusboyFileStream } from '@fastify/busboy'
import { AppError, isVideo } from '@vitrine/contracts'
import type { Decoder } from '../images/decode.ts'
import { cleanFileName } from '../images/file-name.ts'
import type { IngestLimits } from '../images/limits.ts'
import { openPicture } from '../images/picture.ts'
import { sniffFile } from '../images/sniff.ts'
import { chunksOf } from '../images/web-stream.ts'
import type { ImageBytes } from '../inference/sidecar.ts'
import type { BlobStore, StagedBlob } from '../storage/blob-store.ts'

export interface ReceiveDeps {
  blobs: Pick<BlobStore, 'stage' | 'discard'>
  decoder: Decoder
  limits: IngestLimits
  now: () => number
}

/** The image of a form, and its text fields by name. */
export interface ReceivedForm {
  image: ImageBytes
  fields: Record<string, string>
}

/** Throws `bad-request`, `too-large`, `unsupported-media`, `undecodable-image` or `cancelled`. */
export async function receiveForm(deps: ReceiveDeps, request: Request): Promise<ReceivedForm> {
  const { staged, fileName, fields } = await stagePart(deps, request)
  try {
    return { image: { ...(await readForSidecar(deps, staged, request.signal)), fileName }, fields }
  } finally {
    await deps.blobs.discard(staged)
  }
}

/** `receiveForm` for those who ask for nothing but the image. */
export async function receiveImage(deps: ReceiveDeps, request: Request): Promise<ImageBytes> {
  return (await receiveForm(deps, request)).image
}

/** What the sidecar reads goes as it is; what only Vitrine reads (HEIC, TIFF, SVG, BMP) is drawn first. */
async function readForSidecar(
  deps: ReceiveDeps,
  staged: StagedBlob,
  signal: AbortSignal,
): Promise<Omit<ImageBytes, 'fileName'>> {
  const mediaType = await sniffFile(staged.path)
  if (mediaType === 'application/zip' || mediaType === 'application/pdf' || isVideo(mediaType))
    throw new AppError(
      'unsupported-media',
      'A zip, a PDF or a video holds many images, and this reads one.',
      {
        suggestion: 'Upload it instead: every image in it is read.',
      },
    )
  const picture = await openPicture({ ...staged, mediaType }, deps, signal)
  if (!picture.needsRaster) return { bytes: await readWhole(staged.path), mediaType }
  const drawn = await picture.open().flatten({ background: '#ffffff' }).jpeg({ quality: 92 }).toBuffer()
  return { bytes: new Uint8Array(drawn), mediaType: 'image/jpeg' }
}

async function readWhole(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(file))
}

/** The part `image` on its way to the disk. */
interface ReceivedPart {
  part: BusboyFileStream
  fileName: string
  /** Settled, so that a failure waits until it is asked for. */
  staging: Promise<PromiseSettledResult<StagedBlob>[]>
}

/** Streams the part `image` to the disk; other files are passed over, text fields are gathered. */
async function stagePart(
  deps: ReceiveDeps,
  request: Request,
): Promise<{ staged: StagedBlob; fileName: string; fields: Record<string, string> }> {
  const contentType = request.headers.get('content-type') ?? ''
  if (!request.body || !/^multipart\/form-data\s*;.*boundary=/i.test(contentType))
    throw new AppError('bad-request', 'The request must be multipart/form-data with a file part "image".')
  const parser = new Busboy({ headers: { 'content-type': contentType }, limits: { fields: 20 } })
  const received: ReceivedPart[] = []
  const fields = new Map<string, string>()
  parser.on('field', (name, value) => void fields.set(name, value))
  parser.on('file', (field, part, rawName) => {
    if (field !== 'image' || received.length > 0) return void part.resume()
    const staging = Promise.allSettled([stageStream(deps, part, request.signal)])
    received.push({ part, staging, fileName: cleanFileName(rawName ?? '') })
  })
  try {
    await pipeline(Readable.from(chunksOf(request.body)), parser, { signal: request.signal })
  } catch (cause) {
    for (const found of received) await dropPart(deps, found)
    if (request.signal.aborted) throw new AppError('cancelled', 'The caller has gone.', { cause })
    throw new AppError('bad-request', 'The form is broken or cut short.', { cause })
  }
  const [found] = received
  const [result] = (await found?.staging) ?? []
  if (!found || !result) throw new AppError('bad-request', 'The request has no file part "image".')
  if (result.status === 'rejected') throw result.reason
  return { staged: result.value, fileName: found.fileName, fields: Object.fromEntries(fields) }
}

/** Whatever becomes of it, the part is read to its end, so that the body can end. */
async function stageStream(
  deps: ReceiveDeps,
  part: BusboyFileStream,
  signal: AbortSignal,
): Promise<StagedBlob> {
  const maxBytes = deps.limits.maxUploadBytes
  try {
    return await deps.blobs.stage(part.iterator({ destroyOnReturn: false }), { maxBytes, signal })
  } finally {
    part.resume()
  }
}

/** The parser leaves a part that broke off waiting for more. */
async function dropPart(deps: ReceiveDeps, { part, staging }: ReceivedPart): Promise<void> {
  part.destroy()
  for (const result of await staging)
    if (result.status === 'fulfilled') await deps.blobs.discard(result.value)
}
