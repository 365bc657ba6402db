/** A decoded picture at the size at which it is looked at, as patches. */
import type { Size } from '@vitrine/contracts'
import type { DecodedImage } from '../../../image/image.ts'
import { resizeTo } from '../../../image/raster.ts'
import type { PixelRules } from '../settings.ts'
import { toPatches } from './patches.ts'

/** Resized by a bicubic kernel that widens where it shrinks, as Pillow's; one that fits is taken as it is. */
export async function readPatches(image: DecodedImage, size: Size, rules: PixelRules): Promise<Float32Array> {
  const fits = image.size.width === size.width && image.size.height === size.height
  const pixels = fits ? image.pixels : await resizeTo(image, size.width, size.height)
  return toPatches(pixels, size, rules)
}
