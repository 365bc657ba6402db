import { describe, expect, it } from 'vitest'
import { makeEmbedding } from '../testing.ts'
import { quantise } from './quantise.ts'

/** A fixed pseudo-random sequence, so that a failure can be repeated. */
function sequence(seed: number, length: number): number[] {
  let state = seed
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648 - 0.5
  })
}

const cosine = (a: readonly number[], b: readonly number[]) => {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

const bytesOf = (values: readonly number[]) => {
  const embedding = makeEmbedding(values)
  return embedding ? [...new Int8Array(quantise(embedding))] : []
}

describe('quantise', () => {
  it('keeps the cosine of two vectors within one hundredth', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const a = sequence(seed, 512)
      const b = sequence(seed + 100, 512).map((value, index) => value + 0.7 * (a[index] ?? 0))
      expect(Math.abs(cosine(a, b) - cosine(bytesOf(a), bytesOf(b)))).toBeLessThan(0.01)
    }
  })
  it('makes the largest component ±127', () => {
    expect(bytesOf([0.1, -0.2, 0])).toEqual([64, -127, 0])
  })
  it('takes a vector of zeros', () => {
    expect(bytesOf([0, 0])).toEqual([0, 0])
  })
  it('refuses a vector that is not as long as it says', () => {
    expect(() => quantise({ space: 'test', data: 'AAAA', dimensions: 4 })).toThrow('says 4 dimensions')
  })
})
