import type { Embedding } from '@vitrine/contracts'
import type { ImageFeatures } from './vision.ts'

/**
 * The picture as one vector, for finding similar ones: the mean of the vision encoder's features, L2-normalised.
 * It costs nothing, since the features are there anyway. Comparable within one set of weights only.
 */
export function toEmbedding({ data, tokens, width }: ImageFeatures, weightsKey: string): Embedding {
  const mean = new Float32Array(width)
  for (let token = 0; token < tokens; token += 1)
    for (let at = 0; at < width; at += 1)
      mean[at] = (mean[at] ?? 0) + (data[token * width + at] ?? 0) / tokens
  const length = Math.hypot(...mean) || 1
  const vector = mean.map((value) => value / length)
  return {
    space: `${weightsKey}/vision-mean`,
    data: Buffer.from(vector.buffer).toString('base64'),
    dimensions: width,
  }
}
