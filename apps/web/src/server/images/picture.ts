/** A stored file as something sharp can draw from: upright, in sRGB, whatever format it came in. */
import { readFile } from 'node:fs/promises'
import { AppError, type MediaType, type Size, type VideoType } from '@vitrine/contracts'
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp'
import type { Decoder, RawPicture } from './decode.ts'
import { readTakenInfo, type TakenInfo } from './exif.ts'
import type { IngestLimits } from './limits.ts'
import { sanitizeSvg } from './svg.ts'

export interface Picture {
  /** Upright. */
  size: Size
  /** A new pipeline, already turned upright. */
  open(): Sharp
  /** Whether browsers or the sidecar need a decoded copy of it. */
  needsRaster: boolean
  hasAlpha: boolean
  taken: TakenInfo
}

export interface PictureFile {
  path: string
  sizeBytes: number
  mediaType: Exclude<MediaType, 'application/pdf' | VideoType>
}

export interface PictureDeps {
  limits: Pick<IngestLimits, 'maxPixels' | 'maxInMemoryBytes'>
  decoder: Decoder
  now: () => number
}

/** Longest side that an SVG is drawn at, in pixels: enough to zoom, small enough to be quick. */
const SVG_SIDE = 2048
const SVG_BASE_DENSITY = 72

/** Opens a picture; throws `too-many-pixels` or `undecodable-image` with a reason a person can read. */
export async function openPicture(
  file: PictureFile,
  deps: PictureDeps,
  signal?: AbortSignal,
): Promise<Picture> {
  switch (file.mediaType) {
    case 'image/heic':
      return openHeic(file, deps, signal)
    case 'image/bmp':
      return openBmp(file, deps, signal)
    case 'image/svg+xml':
      return openSvg(file, deps)
    default:
      return openDirect(file, deps)
  }
}

async function openDirect(file: PictureFile, deps: PictureDeps): Promise<Picture> {
  const options: SharpOptions = { failOn: 'error', limitInputPixels: deps.limits.maxPixels }
  // Its head only, and without libvips' own limit, so that the answer can say how large it claims to be.
  const metadata = await readMetadata(sharp(file.path, { limitInputPixels: false }))
  return {
    size: assertSize(metadata.autoOrient, deps),
    open: () => sharp(file.path, options).autoOrient(),
    needsRaster: file.mediaType === 'image/tiff',
    hasAlpha: metadata.hasAlpha ?? false,
    taken: await takenFrom(metadata.exif, deps),
  }
}

/** HEIF is a container: AV1 in it is read by sharp, HEVC by libheif in a thread. */
async function openHeic(file: PictureFile, deps: PictureDeps, signal?: AbortSignal): Promise<Picture> {
  const bytes = await readWhole(file, deps)
  const metadata = await readMetadata(sharp(bytes, { limitInputPixels: false }))
  if (metadata.compression === 'av1') return { ...(await openDirect(file, deps)), needsRaster: true }
  assertPixels(metadata, deps.limits.maxPixels)
  // The container's own rotation is applied by the decoder, so its EXIF orientation must not be.
  const raw = await deps.decoder.heic(bytes, deps.limits.maxPixels, signal)
  return { ...pictureFromRaw(raw, deps.limits), taken: await takenFrom(metadata.exif, deps) }
}

async function openBmp(file: PictureFile, deps: PictureDeps, signal?: AbortSignal): Promise<Picture> {
  return pictureFromRaw(
    await deps.decoder.bmp(await readWhole(file, deps), deps.limits.maxPixels, signal),
    deps.limits,
  )
}

/** Decoded pixels as a picture; what is see-through in them is not kept. */
export function pictureFromRaw(raw: RawPicture, limits: Pick<IngestLimits, 'maxPixels'>): Picture {
  const { width, height, data } = raw
  return {
    size: { width, height },
    open: () =>
      sharp(data, {
        raw: { width, height, channels: 4 },
        limitInputPixels: limits.maxPixels,
      }).removeAlpha(),
    needsRaster: true,
    hasAlpha: false,
    taken: { takenAt: null, camera: null },
  }
}

async function openSvg(file: PictureFile, deps: PictureDeps): Promise<Picture> {
  // From memory, not from its path: librsvg then has no folder to resolve references in.
  const bytes = Buffer.from(sanitizeSvg((await readWhole(file, deps)).toString('utf8')))
  const nominal = await readMetadata(sharp(bytes, { limitInputPixels: false }))
  const longest = Math.max(nominal.width, nominal.height)
  const density = Math.min(100_000, Math.max(1, (SVG_BASE_DENSITY * SVG_SIDE) / longest))
  const options: SharpOptions = { density, limitInputPixels: deps.limits.maxPixels }
  const metadata = await readMetadata(sharp(bytes, options))
  return {
    size: assertSize(metadata, deps),
    open: () => sharp(bytes, options),
    needsRaster: true,
    hasAlpha: true,
    taken: { takenAt: null, camera: null },
  }
}

async function readWhole(file: PictureFile, deps: PictureDeps): Promise<Buffer> {
  if (file.sizeBytes > deps.limits.maxInMemoryBytes)
    throw new AppError('too-large', 'This file is too large for its format.')
  return readFile(file.path)
}

async function readMetadata(image: Sharp): Promise<Metadata> {
  try {
    return await image.metadata()
  } catch (error) {
    throw fromSharp(error)
  }
}

async function takenFrom(exif: Buffer | undefined, deps: PictureDeps): Promise<TakenInfo> {
  return exif ? readTakenInfo(exif, deps.now()) : { takenAt: null, camera: null }
}

function assertSize(size: Size, deps: PictureDeps): Size {
  assertPixels(size, deps.limits.maxPixels)
  return { width: size.width, height: size.height }
}

/** Throws `too-many-pixels` before anything large is allocated. */
export function assertPixels(size: Size, maxPixels: number): void {
  if (size.width * size.height <= maxPixels) return
  const megapixels = Math.round((size.width * size.height) / 1e6)
  throw new AppError(
    'too-many-pixels',
    `This picture has ${size.width} × ${size.height} pixels (${megapixels} megapixels); at most ${Math.round(maxPixels / 1e6)} are read.`,
    { suggestion: 'Scale it down, or raise VITRINE_MAX_PIXELS.' },
  )
}

/** A failure of libvips as the product says it. */
export function fromSharp(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error
  if (/pixel limit/i.test(error.message))
    return new AppError('too-many-pixels', 'This picture has more pixels than are read.', {
      cause: error,
      suggestion: 'Scale it down, or raise VITRINE_MAX_PIXELS.',
    })
  return new AppError('undecodable-image', 'This picture is damaged or cut short and can’t be opened.', {
    cause: error,
  })
}
