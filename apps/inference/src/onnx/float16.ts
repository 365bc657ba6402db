/** IEEE 754 half precision, which JavaScript's typed arrays do not have on Node 20. */

/** A half's 16 bits as a number. */
export function decodeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

const single = new Float32Array(1)
const singleBits = new Uint32Array(single.buffer)

/** The 16 bits of the half nearest to a number; what is too large becomes infinite. */
export function encodeFloat16(value: number): number {
  single[0] = value
  const bits = singleBits[0] ?? 0
  const sign = (bits >>> 16) & 0x8000
  const exponent = ((bits >>> 23) & 255) - 112
  const fraction = bits & 0x7fffff
  if (exponent >= 31) return sign | 0x7c00 | (Number.isNaN(value) ? 0x200 : 0)
  if (exponent > 0) return (sign | ((exponent << 10) | (fraction >> 13))) + ((fraction >> 12) & 1)
  if (exponent < -10) return sign
  const shift = 14 - exponent
  const whole = fraction | 0x800000
  return sign | ((whole >> shift) + ((whole >> (shift - 1)) & 1))
}
