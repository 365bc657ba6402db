import { type Polygon, rasteriseMask, type Size } from '@vitrine/contracts'
import sharp from 'sharp'

/** A mask as a PNG of the image's size, white inside any of the polygons, black outside. */
export async function drawMask(
  polygons: readonly Polygon[],
  { width, height }: Size,
): Promise<Uint8Array<ArrayBuffer>> {
  const pixels = rasteriseMask(polygons, { width, height })
  const raw = { width, height, channels: 1 as const }
  const png = await sharp(pixels, { raw, limitInputPixels: false }).toColourspace('b-w').png().toBuffer()
  return new Uint8Array(png)
}
