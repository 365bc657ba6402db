/** Reads a request's files and its `options` part, as they stream in, within limits. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy } from '@fastify/busboy'
import { AppError } from '@vitrine/contracts'
import type { z } from 'zod'

/** Options carry what stage 1 saw: up to a page of text, never megabytes of it. */
const MAX_OPTIONS_BYTES = 8 * 1024 ** 2
/** Room for boundaries, headers and options when the whole body's length is judged. */
const ENVELOPE_BYTES = MAX_OPTIONS_BYTES + 64 * 1024

/** Of all files of a request together. */
export interface MultipartLimits {
  maxImageBytes: number
}

/** The most pictures of one conversation. */
const MAX_PICTURES = 400

interface PartLimits {
  maxFiles: number
  /** Of all files together. */
  maxBytes: number
  /** What the parts are called, for an error. */
  expected: string
}

/** Throws `bad-request` for a body of another shape, `too-large`, or `cancelled` when the client goes. */
export async function readImageRequest<T>(
  request: Request,
  schema: z.ZodType<T>,
  { maxImageBytes }: MultipartLimits,
): Promise<{ bytes: Buffer; options: T }> {
  const expected = 'an "image" and an "options" part'
  const parts = await readParts(request, { maxFiles: 1, maxBytes: maxImageBytes, expected })
  const image = parts.files.get('image')
  if (!image) throw badRequest('The request has no file part called "image".')
  if (image.byteLength === 0) throw new AppError('undecodable-image', 'The file is empty.')
  return { bytes: image, options: parseOptions(parts.options, schema) }
}

/** Any number of files by their parts' names, all together no larger than one image may be. Throws as above. */
export async function readChatRequest<T>(
  request: Request,
  schema: z.ZodType<T>,
  { maxImageBytes }: MultipartLimits,
): Promise<{ files: Map<string, Buffer>; options: T }> {
  const expected = 'an "options" part and a file part for each picture'
  const parts = await readParts(request, { maxFiles: MAX_PICTURES, maxBytes: maxImageBytes, expected })
  return { files: parts.files, options: parseOptions(parts.options, schema) }
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
  { maxFiles, maxBytes, expected }: PartLimits,
): Promise<{ files: Map<string, Buffer>; options?: string }> {
  const contentType = request.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data\s*;.*boundary=/i.test(contentType) || !request.body)
    throw badRequest(`The request must be multipart/form-data with ${expected}.`)
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes + ENVELOPE_BYTES) throw tooLarge(maxBytes)

  const busboy = new Busboy({
    headers: { 'content-type': contentType },
    limits: { files: maxFiles, fields: 1, fileSize: maxBytes, fieldSize: MAX_OPTIONS_BYTES },
  })
  const parts: { files: Map<string, Buffer>; options?: string } = { files: new Map() }
  const files = new FileParts(busboy, { maxBytes, into: parts.files })
  let isTooLarge = false
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
  if (isTooLarge || files.isTooLarge) throw tooLarge(maxBytes)
  if (files.twice !== null) throw badRequest(`The request has two file parts called "${files.twice}".`)
  if (maxFiles > 1 && files.areTooMany) throw badRequest(`The request has more than ${maxFiles} file parts.`)
  return parts
}

/** The files of a body, held in memory while they are no more than is allowed. */
class FileParts {
  isTooLarge = false
  areTooMany = false
  /** A name that was given to two of them. */
  twice: string | null = null
  #bytes = 0

  constructor(
    busboy: InstanceType<typeof Busboy>,
    { maxBytes, into }: { maxBytes: number; into: Map<string, Buffer> },
  ) {
    busboy.on('filesLimit', () => {
      this.areTooMany = true
    })
    busboy.on('file', (name, stream) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => {
        this.#bytes += chunk.byteLength
        if (this.#bytes > maxBytes) this.isTooLarge = true
        else chunks.push(chunk)
      })
      // A body cut short inside the file ends here; unheard, it would end the process.
      stream.on('error', (cause) => busboy.destroy(cause))
      stream.on('limit', () => {
        this.isTooLarge = true
        chunks.length = 0
      })
      stream.on('end', () => {
        if (into.has(name)) this.twice = name
        if (this.isTooLarge) into.clear()
        else into.set(name, Buffer.concat(chunks))
      })
    })
  }
}

const badRequest = (message: string) =>
  new AppError('bad-request', message, { suggestion: 'GET /openapi.json describes the request.' })

const tooLarge = (maxBytes: number) =>
  new AppError('too-large', `The image has more than ${Math.floor(maxBytes / 1024 ** 2)} MiB.`)
