import { expect, it } from 'vitest'
import { decodeFloat16, encodeFloat16 } from './float16.ts'

it.each([
  [0x0000, 0],
  [0x3c00, 1],
  [0xc000, -2],
  [0x3555, 0.333251953125],
  [0x7bff, 65504],
  [0x0001, 2 ** -24],
  [0x7c00, Number.POSITIVE_INFINITY],
])('reads and writes %i as %d', (bits, value) => {
  expect(decodeFloat16(bits)).toBe(value)
  expect(encodeFloat16(value)).toBe(bits)
})

it('brings every half back to itself', () => {
  for (let bits = 0; bits < 0x7c00; bits++) expect(encodeFloat16(decodeFloat16(bits))).toBe(bits)
})

it.each([
  [70_000, Number.POSITIVE_INFINITY],
  [1e-9, 0],
  [Number.NaN, Number.NaN],
])('rounds %d to %d', (value, expected) => {
  expect(decodeFloat16(encodeFloat16(value))).toBe(expected)
})
