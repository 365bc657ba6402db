/** What one detector found in one picture. */

/** Pixel corners: left, top, right, bottom. */
export type PixelBox = readonly [number, number, number, number]

export interface Found {
  label: string
  /** 0..1 */
  score: number
  box: PixelBox
}

const area = ([left, top, right, bottom]: PixelBox) => Math.max(0, right - left) * Math.max(0, bottom - top)

function shared(a: PixelBox, b: PixelBox): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1])
  return width <= 0 || height <= 0 ? 0 : width * height
}

/** Intersection over union, 0..1. */
export function overlap(a: PixelBox, b: PixelBox): number {
  const common = shared(a, b)
  return common === 0 ? 0 : common / (area(a) + area(b) - common)
}

/** The share of `inner` that lies in `outer`, 0..1. */
export function shareInside(inner: PixelBox, outer: PixelBox): number {
  const common = shared(inner, outer)
  return common === 0 ? 0 : common / area(inner)
}

/** Non-maximum suppression: of boxes of one label that overlap more than `limit`, the surest stays. */
export function suppressOverlaps(found: readonly Found[], limit: number): Found[] {
  const kept: Found[] = []
  for (const candidate of [...found].sort((a, b) => b.score - a.score))
    if (!kept.some((one) => one.label === candidate.label && overlap(one.box, candidate.box) > limit))
      kept.push(candidate)
  return kept
}

/** A box clipped to the picture. */
export function clipBox([left, top, right, bottom]: PixelBox, width: number, height: number): PixelBox {
  const within = (value: number, limit: number) => Math.min(limit, Math.max(0, value))
  return [within(left, width), within(top, height), within(right, width), within(bottom, height)]
}
