/** NanoDet: objects on three grids, each side's distance given as a distribution. */
import type { InferenceSession } from 'onnxruntime-node'
import type { DecodedImage } from '../../../image/image.ts'
import { type Letterbox, letterbox } from '../../../image/raster.ts'
import { COCO_LABELS } from '../coco-labels.ts'
import { type FloatTensor, runSession } from '../session.ts'
import { clipBox, type Found, suppressOverlaps } from './found.ts'

const SIDE = 416
const STRIDES = [8, 16, 32]
/** Bins of one side's distribution: 0 to 10 strides. */
const BINS = 11
const MIN_SCORE = 0.22
const OVERLAP_LIMIT = 0.55
/** The training data's statistics, BGR. */
const MEAN = [103.53, 116.28, 123.675]
const DEVIATION = [57.375, 57.12, 58.395]

export async function runNanoDet(session: InferenceSession, image: DecodedImage): Promise<Found[]> {
  const box = await letterbox(image, SIDE)
  const outputs = [
    ...(await runSession(session, { data: normalise(box.pixels), dims: [1, 3, SIDE, SIDE] })).values(),
  ]
  const found = STRIDES.flatMap((stride) => {
    const grid = SIDE / stride
    const pick = (width: number) => outputs.find(({ dims }) => dims[1] === grid * grid && dims[2] === width)
    const scores = pick(COCO_LABELS.length)
    const distances = pick(4 * BINS)
    if (!scores || !distances) throw new Error(`NanoDet gave no outputs for stride ${stride}.`)
    return readGrid({ stride, grid, scores, distances, box, image })
  })
  return suppressOverlaps(found, OVERLAP_LIMIT)
}

function normalise(pixels: Buffer): Float32Array {
  const plane = SIDE * SIDE
  const input = new Float32Array(3 * plane)
  for (let channel = 0; channel < 3; channel++)
    for (let i = 0; i < plane; i++)
      input[channel * plane + i] =
        ((pixels[i * 3 + 2 - channel] ?? 0) - (MEAN[channel] ?? 0)) / (DEVIATION[channel] ?? 1)
  return input
}

interface Grid {
  stride: number
  grid: number
  scores: FloatTensor
  distances: FloatTensor
  box: Letterbox
  image: DecodedImage
}

function readGrid({ stride, grid, scores, distances, box, image }: Grid): Found[] {
  const labels = COCO_LABELS.length
  const found: Found[] = []
  for (let at = 0; at < scores.data.length; at++) {
    const score = scores.data[at] ?? 0
    if (score < MIN_SCORE) continue
    const cell = Math.floor(at / labels)
    const cx = ((cell % grid) + 0.5) * stride
    const cy = (Math.floor(cell / grid) + 0.5) * stride
    const reach = (side: number) => expectedBin(distances.data, (cell * 4 + side) * BINS) * stride
    const [left, top] = box.toImage(cx - reach(0), cy - reach(1))
    const [right, bottom] = box.toImage(cx + reach(2), cy + reach(3))
    const clipped = clipBox([left, top, right, bottom], image.size.width, image.size.height)
    found.push({
      label: COCO_LABELS[at - cell * labels] ?? 'unknown',
      score: Math.min(1, score),
      box: clipped,
    })
  }
  return found
}

/** The mean of the distribution whose unscaled logarithms start at `offset`. */
export function expectedBin(logits: Float32Array, offset: number): number {
  let highest = Number.NEGATIVE_INFINITY
  for (let bin = 0; bin < BINS; bin++) highest = Math.max(highest, logits[offset + bin] ?? 0)
  let total = 0
  let weighted = 0
  for (let bin = 0; bin < BINS; bin++) {
    const weight = Math.exp((logits[offset + bin] ?? 0) - highest)
    total += weight
    weighted += weight * bin
  }
  return weighted / total
}
