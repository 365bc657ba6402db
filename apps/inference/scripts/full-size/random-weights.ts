/** Weights of the right number and spread, and no meaning. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { z } from 'zod'

const Place = z.object({ offset: z.int().nonnegative(), count: z.int().positive() })

/** float32 numbers, or the bytes in which smaller numbers are packed. */
const Numbers = Place.extend({ mean: z.number(), deviation: z.number().nonnegative() })
const Packed = Place.extend({ kind: z.literal('bytes') })

/**
 * What the skeletons of tools/reference tell of a graph's weights; offsets and sizes in the file beside the graph.
 */
export const GraphWeights = z.object({
  graph: z.string(),
  dataBytes: z.int().positive(),
  tensors: z.array(z.union([Packed, Numbers])),
})
export type GraphWeights = z.infer<typeof GraphWeights>

/** A prime, so that the same numbers never stand below one another in a matrix. */
const BLOCK = 1_000_003

/** Evenly spread numbers with a mean of 0 and a deviation of 1; the same in every run. */
function drawNoise(): Float32Array {
  const noise = new Float32Array(BLOCK)
  const width = Math.sqrt(12)
  let state = 1
  for (let at = 0; at < BLOCK; at += 1) {
    // Numerical Recipes' linear congruential generator.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    noise[at] = (state / 2 ** 32 - 0.5) * width
  }
  return noise
}

/** Writes the file of weights that a graph points at. */
export function writeRandomWeights(file: string, { dataBytes, tensors }: GraphWeights): void {
  const noise = drawNoise()
  const bytes = new Uint8Array(noise.map((value) => (value / Math.sqrt(12) + 0.5) * 256))
  const handle = openSync(file, 'w')
  const write = (block: Float32Array | Uint8Array, offset: number, count: number) => {
    const size = block.BYTES_PER_ELEMENT
    for (let done = 0; done < count; done += BLOCK)
      writeSync(handle, block, 0, Math.min(BLOCK, count - done) * size, offset + done * size)
  }
  try {
    ftruncateSync(handle, dataBytes)
    for (const tensor of tensors)
      if ('kind' in tensor) write(bytes, tensor.offset, tensor.count)
      else {
        const { offset, count, mean, deviation } = tensor
        write(
          noise.map((value) => mean + deviation * value),
          offset,
          count,
        )
      }
  } finally {
    closeSync(handle)
  }
}
