/** Feature vectors for "similar images". */
import type { Embedding } from '@vitrine/contracts'
import featureMean from './feature-mean.json' with { type: 'json' }

/** Vectors of another space are never compared with these. */
export const EMBEDDING_SPACE = 'centernet-mbv3-720'

/**
 * Centres features on their mean over everyday pictures and scales them to length 1. Raw features are all
 * positive and point the same way; without the mean every picture would look like every other.
 */
export function toEmbedding(features: Float32Array): Embedding {
  if (features.length !== featureMean.length)
    throw new Error(`${features.length} features do not fit a mean of ${featureMean.length}.`)
  const centred = features.map((value, i) => value - (featureMean[i] ?? 0))
  const length = Math.hypot(...centred) || 1
  const bytes = Buffer.alloc(centred.length * 4)
  centred.forEach((value, i) => {
    bytes.writeFloatLE(value / length, i * 4)
  })
  return { space: EMBEDDING_SPACE, data: bytes.toString('base64'), dimensions: centred.length }
}
