/** Answers as files: how they are called, what is in them, and how the browser saves them. */
import { AppError, type Polygon, rasteriseMask, type Size } from '@vitrine/contracts'

/** Named after the image: `mug.jpg` and "the red mug" give `mug.the-red-mug.mask.png`. */
export function exportName(fileName: string, ending: string, label = ''): string {
  const stem = fileName.replace(/\.[^.]+$/, '') || fileName
  const slug = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
  return [stem, slug, ending].filter(Boolean).join('.')
}

/** Saves a file as if a link to it had been followed. */
export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The browser has taken the bytes by the next turn.
  setTimeout(() => URL.revokeObjectURL(link.href))
}

/** So many pixels are drawn at a time: a large picture has hundreds of millions. */
const PIXELS_AT_A_TIME = 4_000_000

/** A mask as a PNG of the image's size, white on black; throws `too-large` where the browser can't hold it. */
export async function drawMask(polygons: readonly Polygon[], { width, height }: Size): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  const rows = Math.max(1, Math.floor(PIXELS_AT_A_TIME / width))
  for (let from = 0; context && from < height; from += rows) {
    const to = Math.min(height, from + rows)
    const strip = rasteriseMask(polygons, { width, height }, { from, to })
    context.putImageData(maskImage(strip, width), 0, from)
  }
  const blob = context && (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png')))
  if (blob) return blob
  throw new AppError('too-large', 'The picture is too large for this browser to draw a mask of it.', {
    suggestion: 'Keep the outline: /api/v1/images/ID/mask.png gives the mask of any size.',
  })
}

/** Opaque white and black as a canvas has them, a word for each pixel: the same in either order of bytes. */
const WHITE = 0xff_ff_ff_ff
const ALPHA = new Uint32Array(new Uint8Array([0, 0, 0, 255]).buffer)[0] ?? 0

function maskImage(mask: Uint8Array, width: number): ImageData {
  const pixels = new Uint32Array(mask.length)
  for (let index = 0; index < mask.length; index += 1) pixels[index] = mask[index] === 0 ? ALPHA : WHITE
  return new ImageData(new Uint8ClampedArray(pixels.buffer), width)
}
