/** Reads a request's `image` and `options` parts, as they stream in, within limits. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy } from '@fastify/busboy'
import { AppError } from '@vitrine/contracts'
import type { z } from 'zod'

/** Options carry what stage 1 saw: up to a page of text, never megabytes of it. */
const MAX_OPTIONS_BYTES = 8 * 1024 ** 2
/** Room for boundaries, headers and options when the whole body's length is judged. */
const ENVELOPE_BYTES = MAX_OPTIONS_BYTES + 64 * 1024

export interface MultipartLimits {
  maxImageBytes: number
}

/** Throws `bad-request` for a body of another shape, `too-large`, or `cancelled` when the client goes. */
export async function readImageRequest<T>(
  request: Request,
  schema: z.ZodType<T>,
  limits: MultipartLimits,
): Promise<{ bytes: Buffer; options: T }> {
  const parts = await readParts(request, limits)
  if (!parts.image) throw badRequest('The request has no file part called "image".')
  if (parts.image.byteLength === 0) throw new AppError('undecodable-image', 'The file is empty.')
  return { bytes: parts.image, options: parseOptions(parts.options, schema) }
}

function parseOptions<T>(text: string | undefined, schema: z.ZodType<T>): T {
  let value: unknown = {}
  try {
    if (text !== undefined) value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('bad-request', 'The part "options" is not JSON.', { cause })
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'options'}: ${issue.message}`,
  )
  throw badRequest(`The part "options" is not right. ${problems.join('; ')}.`)
}

async function readParts(
  request: Request,
  { maxImageBytes }: MultipartLimits,
): Promise<{ image?: Buffer; options?: string }> {
  const contentType = request.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data\s*;.*boundary=/i.test(contentType) || !request.body)
    throw badRequest('The request must be multipart/form-data with an "image" and an "options" part.')
  if (Number(request.headers.get('content-length') ?? 0) > maxImageBytes + ENVELOPE_BYTES)
    throw tooLarge(maxImageBytes)

  const busboy = new Busboy({
    headers: { 'content-type': contentType },
    limits: { files: 1, fields: 1, fileSize: maxImageBytes, fieldSize: MAX_OPTIONS_BYTES },
  })
  const parts: { image?: Buffer; options?: string } = {}
  let isTooLarge = false
  busboy.on('file', (name, stream) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    // A body cut short inside the file ends here; unheard, it would end the process.
    stream.on('error', (cause) => busboy.destroy(cause))
    stream.on('limit', () => {
      isTooLarge = true
      chunks.length = 0
    })
    stream.on('end', () => {
      if (name === 'image') parts.image = Buffer.concat(chunks)
    })
  })
  busboy.on('field', (name, value, _nameTruncated, isTruncated) => {
    if (isTruncated) isTooLarge = true
    if (name === 'options') parts.options = value
  })
  try {
    await pipeline(Readable.fromWeb(request.body), busboy, { signal: request.signal })
  } catch (cause) {
    if (request.signal.aborted) throw new AppError('cancelled', 'The caller has gone.', { cause })
    throw new AppError('bad-request', 'The multipart body is broken or cut short.', { cause })
  }
  if (isTooLarge) throw tooLarge(maxImageBytes)
  return parts
}

const badRequest = (message: string) =>
  new AppError('bad-request', message, { suggestion: 'GET /openapi.json describes the request.' })

const tooLarge = (maxBytes: number) =>
  new AppError('too-large', `The image has more than ${Math.floor(maxBytes / 1024 ** 2)} MiB.`)
