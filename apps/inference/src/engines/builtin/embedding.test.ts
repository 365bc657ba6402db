import { expect, it } from 'vitest'
import { toEmbedding } from './embedding.ts'
import featureMean from './feature-mean.json' with { type: 'json' }

function decode({ data }: { data: string }): Float32Array {
  const bytes = Buffer.from(data, 'base64')
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4))
}

it('centres features and brings them to length 1', () => {
  const features = Float32Array.from(featureMean, (mean, i) => (i === 3 ? mean + 2 : mean))
  const embedding = toEmbedding(features)
  expect(embedding.space).toBe('centernet-mbv3-720')
  expect(embedding.dimensions).toBe(720)
  const vector = decode(embedding)
  expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
  expect(vector[3]).toBeCloseTo(1, 3)
})

it('gives a vector even for exactly the mean', () => {
  expect(decode(toEmbedding(Float32Array.from(featureMean))).every(Number.isFinite)).toBe(true)
})

it('refuses features of another model', () => {
  expect(() => toEmbedding(new Float32Array(10))).toThrow('10 features')
})
