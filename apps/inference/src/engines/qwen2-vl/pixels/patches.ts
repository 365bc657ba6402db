/** From pixels to the rows of numbers that the vision encoder takes. Pure. */
import type { Size } from '@vitrine/contracts'
import type { PixelRules } from '../settings.ts'

/**
 * Patches of a picture whose sides are multiples of `patch * merge`, `3 * frames * patch * patch` numbers each. The
 * patches that become one token stand together; within a patch: channels, frames, rows, columns. A single picture is
 * a film of equal frames (`_preprocess` of
 * https://github.com/huggingface/transformers/blob/main/src/transformers/models/qwen2_vl/image_processing_qwen2_vl.py).
 * @param pixels RGB interleaved, row by row.
 */
export function toPatches(pixels: Uint8Array, { width, height }: Size, rules: PixelRules): Float32Array {
  const { patch, merge, frames } = rules
  const table = normalisedBytes(rules)
  const frameSize = patch * patch
  const patchSize = 3 * frames * frameSize
  const values = new Float32Array((width / patch) * (height / patch) * patchSize)
  const token = patch * merge
  let start = 0
  for (let tokenTop = 0; tokenTop < height; tokenTop += token)
    for (let tokenLeft = 0; tokenLeft < width; tokenLeft += token)
      for (let top = tokenTop; top < tokenTop + token; top += patch)
        for (let left = tokenLeft; left < tokenLeft + token; left += patch) {
          for (let channel = 0; channel < 3; channel += 1) {
            let at = start + channel * frames * frameSize
            for (let row = top; row < top + patch; row += 1) {
              let pixel = (row * width + left) * 3 + channel
              for (let column = 0; column < patch; column += 1, at += 1, pixel += 3)
                values[at] = table[channel * 256 + (pixels[pixel] ?? 0)] ?? 0
            }
          }
          repeatFrames(values, { start, frames, frameSize })
          start += patchSize
        }
  return values
}

/** Every channel's 256 values, times `rescale`, less `mean`, over `std`. */
function normalisedBytes({ rescale, mean, std }: PixelRules): Float32Array {
  return Float32Array.from({ length: 768 }, (_none, at) => {
    const channel = Math.floor(at / 256)
    return ((at % 256) * rescale - (mean[channel] ?? 0)) / (std[channel] ?? 1)
  })
}

function repeatFrames(
  values: Float32Array,
  { start, frames, frameSize }: { start: number; frames: number; frameSize: number },
): void {
  for (let channel = 0; channel < 3; channel += 1) {
    const first = start + channel * frames * frameSize
    for (let frame = 1; frame < frames; frame += 1)
      values.copyWithin(first + frame * frameSize, first, first + frameSize)
  }
}
