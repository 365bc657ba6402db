/** The size at which a picture is looked at: `smart_resize` of the official processor. Pure. */
import type { Size } from '@vitrine/contracts'

export interface SizeRules {
  /** Both sides become multiples of this: a token's side in pixels. */
  factor: number
  minPixels: number
  maxPixels: number
}

/** Longer ones the model was never shown. */
export const MAX_PROPORTION = 200

/**
 * Sides that are multiples of the factor, near the picture's proportions, with neither more nor fewer pixels than
 * allowed; null for a picture that is too long for its width
 * (https://github.com/huggingface/transformers/blob/main/src/transformers/models/qwen2_vl/image_processing_qwen2_vl.py).
 */
export function fitSize({ width, height }: Size, { factor, minPixels, maxPixels }: SizeRules): Size | null {
  if (Math.max(width, height) / Math.min(width, height) > MAX_PROPORTION) return null
  const rounded = {
    width: roundHalfEven(width / factor) * factor,
    height: roundHalfEven(height / factor) * factor,
  }
  const pixels = rounded.width * rounded.height
  if (pixels > maxPixels) {
    const shrink = Math.sqrt((width * height) / maxPixels)
    const side = (length: number) => Math.max(factor, Math.floor(length / shrink / factor) * factor)
    return { width: side(width), height: side(height) }
  }
  if (pixels < minPixels) {
    const grow = Math.sqrt(minPixels / (width * height))
    const side = (length: number) => Math.ceil((length * grow) / factor) * factor
    return { width: side(width), height: side(height) }
  }
  return rounded
}

/** As Python rounds: halves go to the even neighbour. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}
