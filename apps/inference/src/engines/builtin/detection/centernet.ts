/** CenterNet on MobileNetV3: objects as peaks of a heat map, and a feature vector of the whole picture. */
import type { InferenceSession } from 'onnxruntime-node'
import type { DecodedImage } from '../../../image/image.ts'
import { type Letterbox, letterbox } from '../../../image/raster.ts'
import { COCO_LABELS } from '../coco-labels.ts'
import { runSession } from '../session.ts'
import { clipBox, type Found, suppressOverlaps } from './found.ts'

const SIDE = 512
const STRIDE = 4
const GRID = SIDE / STRIDE
/** Weak peaks still count as votes when both detectors see the same. */
const MIN_SCORE = 0.2
const OVERLAP_LIMIT = 0.5

/** The names under which the conversion keeps the model's outputs. */
export const CENTERNET_OUTPUTS = [
  { node: 'tower_0/keypoints', name: 'heat' },
  { node: 'tower_0/wh', name: 'extents' },
  {
    node: 'tower_0/MobilenetV3/expanded_conv_14/depthwise/hard_swish/mul_1',
    name: 'features',
    pooled: true,
  },
]

export interface CenterNetResult {
  found: Found[]
  /** 720 numbers, as the network gives them. */
  features: Float32Array
}

export async function runCenterNet(session: InferenceSession, image: DecodedImage): Promise<CenterNetResult> {
  const box = await letterbox(image, SIDE)
  const input = { data: Float32Array.from(box.pixels), dims: [1, SIDE, SIDE, 3] }
  const outputs = await runSession(session, input)
  const heat = outputs.get('heat')?.data
  const extents = outputs.get('extents')?.data
  const features = outputs.get('features')?.data
  if (!heat || !extents || !features)
    throw new Error('CenterNet gave other outputs than it was converted with.')
  return { found: suppressOverlaps(readPeaks(heat, extents, box, image), OVERLAP_LIMIT), features }
}

function readPeaks(heat: Float32Array, extents: Float32Array, box: Letterbox, image: DecodedImage): Found[] {
  const labels = COCO_LABELS.length
  const found: Found[] = []
  for (let at = 0; at < heat.length; at++) {
    const score = heat[at] ?? 0
    if (score < MIN_SCORE) continue
    const cell = Math.floor(at / labels)
    const channel = at - cell * labels
    const y = Math.floor(cell / GRID)
    const x = cell - y * GRID
    if (!isPeak(heat, { x, y, channel, score })) continue
    const extent = (side: number) => extents[cell * 4 + side] ?? 0
    const [left, top] = box.toImage(x * STRIDE - extent(0), y * STRIDE - extent(1))
    const [right, bottom] = box.toImage(x * STRIDE + extent(2), y * STRIDE + extent(3))
    const clipped = clipBox([left, top, right, bottom], image.size.width, image.size.height)
    found.push({ label: COCO_LABELS[channel] ?? 'unknown', score: Math.min(1, score), box: clipped })
  }
  return found
}

/** Whether none of the eight neighbours is surer of the same label. */
function isPeak(
  heat: Float32Array,
  { x, y, channel, score }: { x: number; y: number; channel: number; score: number },
): boolean {
  for (let ny = Math.max(0, y - 1); ny <= Math.min(GRID - 1, y + 1); ny++)
    for (let nx = Math.max(0, x - 1); nx <= Math.min(GRID - 1, x + 1); nx++)
      if ((heat[(ny * GRID + nx) * COCO_LABELS.length + channel] ?? 0) > score) return false
  return true
}
