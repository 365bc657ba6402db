import { describe, expect, it } from 'vitest'
import { pickToken, scoreToken } from './pick-token.ts'

const row = (...logits: number[]) => ({
  logits: Float32Array.from([99, 99, ...logits, 99]),
  offset: 2,
  size: logits.length,
})
const none = new Set<number>()

describe('pickToken', () => {
  it.each([
    ['the highest', row(1, 5, 3), none, 1],
    ['the first of equals', row(1, 5, 5), none, 1],
    ['the highest that is not banned', row(1, 5, 3), new Set([1]), 2],
    ['below zero', row(-3, -1, -2), none, 1],
    ['something even if all is banned', row(1, 2), new Set([0, 1]), 0],
  ])('takes %s', (_name, logits, banned, id) => {
    expect(pickToken(logits, banned)).toBe(id)
  })
})

describe('scoreToken', () => {
  const nowhere = { first: 100, count: 0 }

  it('is the softmax of the row', () => {
    const { probability, nearby } = scoreToken(0, row(Math.log(3), Math.log(1)), nowhere)
    expect(probability).toBeCloseTo(0.75)
    expect(nearby).toBeNull()
  })

  it('leaves out nothing that matters', () => {
    const logits = row(30, ...Array.from({ length: 50_000 }, () => 10))
    expect(scoreToken(0, logits, nowhere).probability).toBeCloseTo(1 / (1 + 50_000 * Math.exp(-20)), 4)
  })

  it('adds to a location what lies within ten bins of it', () => {
    const equal = row(...Array.from({ length: 100 }, () => 0))
    expect(scoreToken(50, equal, { first: 0, count: 100 })).toEqual({
      id: 50,
      probability: expect.closeTo(0.01),
      nearby: expect.closeTo(0.21),
    })
    expect(scoreToken(0, equal, { first: 0, count: 100 }).nearby).toBeCloseTo(0.11)
    expect(scoreToken(99, equal, { first: 0, count: 100 }).nearby).toBeCloseTo(0.11)
  })
})
