/** Sizing pictures for the models. */
import sharp, { type Sharp } from 'sharp'
import type { DecodedImage } from './image.ts'

/** A picture as sharp takes it. */
export function asSharp({ size, pixels }: DecodedImage): Sharp {
  return sharp(pixels, { raw: { width: size.width, height: size.height, channels: 3 } })
}

/** The picture at exactly this size in RGB bytes; proportions are the caller's business. */
export async function resizeTo(image: DecodedImage, width: number, height: number): Promise<Buffer> {
  return asSharp(image).resize(width, height, { fit: 'fill', kernel: 'cubic' }).raw().toBuffer()
}

/** A square with the whole picture in its middle on grey, and the way back from its coordinates. */
export interface Letterbox {
  side: number
  pixels: Buffer
  /** A pixel place in the square, as a pixel place in the picture. */
  toImage(x: number, y: number): [number, number]
}

/** The grey that the detectors were trained to ignore. */
const PADDING = { r: 114, g: 114, b: 114 }

/** Fits the whole picture into a square of `side` pixels. */
export async function letterbox(image: DecodedImage, side: number): Promise<Letterbox> {
  const scale = side / Math.max(image.size.width, image.size.height)
  const width = Math.max(1, Math.round(image.size.width * scale))
  const height = Math.max(1, Math.round(image.size.height * scale))
  const left = (side - width) >> 1
  const top = (side - height) >> 1
  const pixels = await asSharp(image)
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .extend({ top, left, bottom: side - height - top, right: side - width - left, background: PADDING })
    .raw()
    .toBuffer()
  const toImage = (x: number, y: number): [number, number] => [
    ((x - left) * image.size.width) / width,
    ((y - top) * image.size.height) / height,
  ]
  return { side, pixels, toImage }
}

/** The part of a picture inside a pixel rectangle, which is clipped to the picture. */
export async function cropTo(
  image: DecodedImage,
  region: { x: number; y: number; width: number; height: number },
): Promise<DecodedImage> {
  const left = Math.min(image.size.width - 1, Math.max(0, Math.floor(region.x)))
  const top = Math.min(image.size.height - 1, Math.max(0, Math.floor(region.y)))
  const width = Math.max(1, Math.min(image.size.width - left, Math.ceil(region.width)))
  const height = Math.max(1, Math.min(image.size.height - top, Math.ceil(region.height)))
  const pixels = await asSharp(image).extract({ left, top, width, height }).raw().toBuffer()
  return { size: { width, height }, pixels, warnings: image.warnings }
}
