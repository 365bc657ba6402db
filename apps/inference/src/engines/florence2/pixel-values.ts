/** From a decoded picture to the numbers that the vision encoder takes. */
import type { DecodedImage } from '../../image/image.ts'
import { resizeTo } from '../../image/raster.ts'
import type { PixelRules } from './settings.ts'

/**
 * Squeezed to the model's square whatever its proportions, as the reference does (CLIPImageProcessor without a
 * crop): bicubic with a kernel that widens where it shrinks, as Pillow's BICUBIC.
 * Returns channels first: `3 * height * width` numbers.
 */
export async function toPixelValues(image: DecodedImage, rules: PixelRules): Promise<Float32Array> {
  const { width, height, rescale, mean, std } = rules
  const pixels = await resizeTo(image, width, height)
  const area = width * height
  const values = new Float32Array(3 * area)
  for (let channel = 0; channel < 3; channel += 1) {
    const scale = rescale / (std[channel] ?? 1)
    const shift = (mean[channel] ?? 0) / (std[channel] ?? 1)
    const start = channel * area
    for (let at = 0; at < area; at += 1) values[start + at] = (pixels[at * 3 + channel] ?? 0) * scale - shift
  }
  return values
}
