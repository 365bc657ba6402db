/** Cuts a line of text out of a picture, straightened, at the height that the recogniser reads. */
import type { DecodedImage } from '../../../image/image.ts'
import { type Corners, distance } from './geometry.ts'

/** The recogniser's line height in pixels. */
export const LINE_HEIGHT = 48

const MIN_WIDTH = 8
/** Longer lines are squeezed: the recogniser was trained up to this. */
const MAX_WIDTH = 3200
/** Samples a side per pixel when shrinking; more is not seen. */
const MAX_SUPERSAMPLING = 4

/** A straightened line: RGB, `LINE_HEIGHT` rows. */
export interface LineCrop {
  width: number
  pixels: Uint8Array
}

/** The nine numbers (the last is 1) of a perspective map, row by row. */
type Homography = readonly number[]

/** Cuts the shape out so that its first corner comes to the top-left. */
export function cropLine(image: DecodedImage, corners: Corners): LineCrop {
  const [a, b, c, d] = corners
  const lineWidth = Math.max(distance(a, b), distance(c, d))
  const lineHeight = Math.max(1, distance(a, d), distance(b, c))
  const width = Math.round((LINE_HEIGHT * lineWidth) / lineHeight)
  const crop = {
    width: Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width)),
    pixels: new Uint8Array(0),
  }
  crop.pixels = new Uint8Array(crop.width * LINE_HEIGHT * 3)
  const map = solveHomography(crop.width, LINE_HEIGHT, corners)
  const shrink = lineHeight / LINE_HEIGHT
  const samples = shrink > 1.5 ? Math.min(MAX_SUPERSAMPLING, Math.ceil(shrink)) : 1
  warp(image, crop, map, samples)
  return crop
}

/** The same line upside down. */
export function turnCrop({ width, pixels }: LineCrop): LineCrop {
  const turned = new Uint8Array(pixels.length)
  for (let from = 0, to = pixels.length - 3; to >= 0; from += 3, to -= 3) {
    turned[to] = pixels[from] ?? 0
    turned[to + 1] = pixels[from + 1] ?? 0
    turned[to + 2] = pixels[from + 2] ?? 0
  }
  return { width, pixels: turned }
}

/** Fills the crop by bilinear sampling, averaged over `samples * samples` places a pixel. */
function warp(image: DecodedImage, crop: LineCrop, map: Homography, samples: number): void {
  const [m0 = 0, m1 = 0, m2 = 0, m3 = 0, m4 = 0, m5 = 0, m6 = 0, m7 = 0] = map
  const sum = new Float64Array(3)
  const step = 1 / samples
  const share = step * step
  let target = 0
  for (let y = 0; y < LINE_HEIGHT; y++)
    for (let x = 0; x < crop.width; x++) {
      sum.fill(0)
      for (let sy = step / 2; sy < 1; sy += step)
        for (let sx = step / 2; sx < 1; sx += step) {
          const scale = 1 / (m6 * (x + sx) + m7 * (y + sy) + 1)
          const u = (m0 * (x + sx) + m1 * (y + sy) + m2) * scale - 0.5
          const v = (m3 * (x + sx) + m4 * (y + sy) + m5) * scale - 0.5
          addSample(image, u, v, sum)
        }
      for (let channel = 0; channel < 3; channel++) crop.pixels[target++] = (sum[channel] ?? 0) * share
    }
}

function addSample({ size, pixels }: DecodedImage, u: number, v: number, sum: Float64Array): void {
  const { width, height } = size
  const x = Math.max(0, Math.min(u, width - 1))
  const y = Math.max(0, Math.min(v, height - 1))
  const x0 = Math.floor(x)
  const y0 = Math.floor(y)
  const fx = x - x0
  const fy = y - y0
  const topLeft = (y0 * width + x0) * 3
  const right = x0 < width - 1 ? 3 : 0
  const down = y0 < height - 1 ? width * 3 : 0
  for (let channel = 0; channel < 3; channel++) {
    const at = topLeft + channel
    const above = (pixels[at] ?? 0) * (1 - fx) + (pixels[at + right] ?? 0) * fx
    const below = (pixels[at + down] ?? 0) * (1 - fx) + (pixels[at + down + right] ?? 0) * fx
    sum[channel] = (sum[channel] ?? 0) + above * (1 - fy) + below * fy
  }
}

/** The perspective map from a `width * height` rectangle onto four corners (direct linear transform). */
export function solveHomography(width: number, height: number, corners: Corners): Homography {
  const sources = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ] as const
  const rows = corners.flatMap(([u, v], i) => {
    const [x, y] = sources[i] ?? [0, 0]
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ]
  })
  return [...solveLinear(rows), 1]
}

/** Gauss-Jordan with pivoting; each row holds its right-hand side last. */
function solveLinear(rows: number[][]): number[] {
  const count = rows.length
  for (let column = 0; column < count; column++) {
    let pivot = column
    for (let i = column + 1; i < count; i++)
      if (Math.abs(rows[i]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = i
    const pivotRow = rows[pivot] ?? []
    rows[pivot] = rows[column] ?? []
    rows[column] = pivotRow
    const lead = pivotRow[column] ?? 0
    if (lead === 0) continue
    rows.forEach((row, i) => {
      const factor = i === column ? 0 : (row[column] ?? 0) / lead
      if (factor !== 0)
        for (let j = column; j <= count; j++) row[j] = (row[j] ?? 0) - factor * (pivotRow[j] ?? 0)
    })
  }
  return rows.map((row, i) => (row[count] ?? 0) / (row[i] || 1))
}
