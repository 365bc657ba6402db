/** Bytes to pixels: the one place where a picture's file format matters to the sidecar. */
import { AppError, type Size } from '@vitrine/contracts'
import sharp, { type Metadata, type Sharp } from 'sharp'
import { hasOutsideReference, type ImageFormat, sniffFormat } from './format.ts'
import type { DecodedImage } from './image.ts'

/** Larger pictures are read as a reduced copy: no model here sees more, and 200 megapixels take 600 MB. */
const MAX_SIDE = 4096

export interface DecodeOptions {
  /** A picture with more pixels than this is refused before it is decoded. */
  maxPixels: number
  signal?: AbortSignal
  /** The longest side to decode to. */
  maxSide?: number | undefined
}

/**
 * Decodes a JPEG, PNG, WebP, AVIF, GIF, TIFF or SVG to upright 8-bit sRGB over white.
 * A damaged file is read as far as it goes, with a warning.
 * Throws AppError `unsupported-media` (not a picture this can read), `undecodable-image` (broken),
 * `too-many-pixels` (refused by its header) or `cancelled`.
 */
export async function decodeImage(bytes: Buffer, options: DecodeOptions): Promise<DecodedImage> {
  throwIfAborted(options.signal)
  const format = sniffFormat(bytes)
  if (format === 'unknown') throw unsupported('These bytes are not a picture in a known format.')
  if (format === 'heic' || format === 'bmp' || format === 'pdf')
    throw unsupported(`The engine does not read ${format.toUpperCase()} itself.`)
  const metadata = await readMetadata(bytes)
  const sourceSize = uprightSize(metadata)
  refuseTooManyPixels(sourceSize, options.maxPixels)
  throwIfAborted(options.signal)
  const maxSide = options.maxSide ?? MAX_SIDE
  const read = await readPixels(bytes, maxSide)
  throwIfAborted(options.signal)
  const warnings = [...explainLosses(metadata, format, bytes), ...read.warnings]
  const isReduced = Math.max(sourceSize.width, sourceSize.height) > maxSide
  if (!isReduced) return { size: read.size, pixels: read.pixels, warnings }
  // An engine that asked for a smaller copy sees no more than that anyway: nothing is lost on it.
  if (options.maxSide === undefined)
    warnings.push(
      `Read at ${read.size.width} × ${read.size.height}; the original has ${sourceSize.width} × ${sourceSize.height} pixels.`,
    )
  const enlarge = (wanted: number) => decodeImage(bytes, { ...options, maxSide: wanted })
  return { size: read.size, pixels: read.pixels, warnings, sourceSize, enlarge }
}

async function readMetadata(bytes: Buffer): Promise<Metadata> {
  try {
    return await sharp(bytes, { limitInputPixels: false, failOn: 'none' }).metadata()
  } catch (cause) {
    throw undecodable(cause)
  }
}

/** The first frame's size, upright. */
function uprightSize(metadata: Metadata): Size {
  const width = metadata.width
  const height = metadata.pageHeight ?? metadata.height
  if (!width || !height) throw undecodable(new Error('The header gives no size.'))
  return (metadata.orientation ?? 1) >= 5 ? { width: height, height: width } : { width, height }
}

function refuseTooManyPixels(size: Size, maxPixels: number): void {
  const pixels = size.width * size.height
  if (pixels <= maxPixels) return
  const millions = (count: number) => `${Math.round(count / 1e6).toLocaleString('en')} million`
  throw new AppError(
    'too-many-pixels',
    `This picture has ${millions(pixels)} pixels; at most ${millions(maxPixels)} are read.`,
    { suggestion: 'Make a smaller copy of it, or raise VITRINE_MAX_PIXELS.' },
  )
}

/** Strict first; a file that is cut off or damaged is then read leniently, and says so. */
async function readPixels(
  bytes: Buffer,
  maxSide: number,
): Promise<{ size: Size; pixels: Buffer; warnings: string[] }> {
  try {
    return {
      ...(await toPixels(sharp(bytes, { limitInputPixels: false, failOn: 'error' }), maxSide)),
      warnings: [],
    }
  } catch (strictFailure) {
    try {
      const read = await toPixels(sharp(bytes, { limitInputPixels: false, failOn: 'none' }), maxSide)
      return {
        ...read,
        warnings: ['The file is damaged or cut off: only a part of the picture could be read.'],
      }
    } catch {
      throw undecodable(strictFailure)
    }
  }
}

async function toPixels(source: Sharp, maxSide: number): Promise<{ size: Size; pixels: Buffer }> {
  const { data, info } = await source
    .autoOrient()
    .resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const size = { width: info.width, height: info.height }
  return { size, pixels: info.channels === 3 ? data : await spreadGrey(data, size) }
}

/** A grey picture comes out with one channel. */
async function spreadGrey(data: Buffer, size: Size): Promise<Buffer> {
  return sharp(data, { raw: { ...size, channels: 1 } })
    .toColourspace('srgb')
    .raw()
    .toBuffer()
}

function explainLosses(metadata: Metadata, format: ImageFormat, bytes: Buffer): string[] {
  const warnings: string[] = []
  const pages = metadata.pages ?? 1
  if (pages > 1)
    warnings.push(`Only the first of ${pages} ${format === 'tiff' ? 'pages' : 'frames'} was read.`)
  if (metadata.space === 'cmyk') warnings.push('The colours were converted from CMYK.')
  if (format === 'svg' && hasOutsideReference(bytes))
    warnings.push('What the drawing refers to outside its own file was left out.')
  return warnings
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('cancelled', 'The request was cancelled.', { cause: signal.reason })
}

const unsupported = (message: string) =>
  new AppError('unsupported-media', message, {
    suggestion: 'Send a JPEG, PNG, WebP, AVIF, GIF, TIFF or SVG.',
  })

const undecodable = (cause: unknown) =>
  new AppError('undecodable-image', 'This picture is too damaged to be read.', {
    cause,
    suggestion: 'Open it in another program and save it again.',
  })
