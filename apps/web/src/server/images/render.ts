/** What is made of a picture once: preview, thumbnail, the blur shown before them, a raster where one is needed. */
import type { VariantKind } from '@vitrine/db'
import sharp, { type Sharp } from 'sharp'
import { rgbaToThumbHash } from 'thumbhash'
import { fromSharp, type Picture } from './picture.ts'

export interface RenderedVariant {
  kind: VariantKind
  bytes: Uint8Array
  mediaType: string
  width: number
  height: number
}

export interface Rendering {
  /** ThumbHash, base64. */
  placeholder: string
  variants: RenderedVariant[]
}

const PREVIEW_SIDE = 1920
/**
 * The grid sets rows of about 240 CSS pixels: twice that in height for sharp screens,
 * and room in width for pictures wider than tall.
 */
const THUMBNAIL = { width: 1024, height: 512 }
/** ThumbHash takes at most 100 × 100. */
const PLACEHOLDER_SIDE = 100
/** An original this small and quick to show is its own preview. */
const OWN_PREVIEW_BYTES = 300_000
const WEBP_MAX_SIDE = 16_383
const JPEG_MAX_SIDE = 65_500

/** Draws every variant. The picture is decoded once for all the small ones, so damage anywhere in it is found here. */
export async function renderVariants(picture: Picture, originalBytes: number): Promise<Rendering> {
  try {
    const variants: RenderedVariant[] = []
    if (picture.needsRaster) variants.push(await renderRaster(picture))
    const base = await picture
      .open()
      .resize({ width: PREVIEW_SIDE, height: PREVIEW_SIDE, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    const fromBase = () => sharp(base.data, { raw: base.info })
    const longest = Math.max(picture.size.width, picture.size.height)
    if (longest > PREVIEW_SIDE || originalBytes > OWN_PREVIEW_BYTES || picture.needsRaster)
      variants.push(await encodePreview(fromBase(), base.info.channels))
    const small = fromBase().resize({ ...THUMBNAIL, fit: 'inside', withoutEnlargement: true })
    variants.push(await encodeWebp('thumbnail', small, 75))
    return { placeholder: await renderPlaceholder(fromBase()), variants }
  } catch (error) {
    throw fromSharp(error)
  }
}

/**
 * JPEG where nothing is see-through: at this size WebP takes four to ten times the processor time to save
 * little, on a machine that is busy reading pictures.
 */
async function encodePreview(image: Sharp, channels: number): Promise<RenderedVariant> {
  if (channels === 2 || channels === 4) return encodeWebp('preview', image, 80)
  const { data, info } = await image.jpeg({ quality: 84 }).toBuffer({ resolveWithObject: true })
  return { kind: 'preview', bytes: data, mediaType: 'image/jpeg', width: info.width, height: info.height }
}

async function encodeWebp(kind: VariantKind, image: Sharp, quality: number): Promise<RenderedVariant> {
  const { data, info } = await image.webp({ quality, effort: 1 }).toBuffer({ resolveWithObject: true })
  return { kind, bytes: data, mediaType: 'image/webp', width: info.width, height: info.height }
}

/** The full picture in a format that browsers and the sidecar read: exact for drawings, near-exact for photographs. */
async function renderRaster(picture: Picture): Promise<RenderedVariant> {
  const { format, mediaType } = rasterFormat(picture)
  const image = picture.open().toColourspace('srgb')
  const encoded = {
    png: () => image.png({ compressionLevel: 6 }),
    webp: () => image.webp({ quality: 92, effort: 2 }),
    jpeg: () => image.jpeg({ quality: 92, chromaSubsampling: '4:4:4' }),
  }[format]()
  const { data, info } = await encoded.toBuffer({ resolveWithObject: true })
  return { kind: 'raster', bytes: data, mediaType, width: info.width, height: info.height }
}

function rasterFormat(picture: Picture): { format: 'png' | 'webp' | 'jpeg'; mediaType: string } {
  const longest = Math.max(picture.size.width, picture.size.height)
  if (picture.hasAlpha && longest <= WEBP_MAX_SIDE) return { format: 'webp', mediaType: 'image/webp' }
  if (picture.hasAlpha || longest > JPEG_MAX_SIDE) return { format: 'png', mediaType: 'image/png' }
  return { format: 'jpeg', mediaType: 'image/jpeg' }
}

async function renderPlaceholder(image: Sharp): Promise<string> {
  const { data, info } = await image
    .resize({ width: PLACEHOLDER_SIDE, height: PLACEHOLDER_SIDE, fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64')
}
