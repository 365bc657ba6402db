/** OCR: find the lines, straighten them, turn them the right way up, read them, put them in order. */
import type { InferenceSession } from 'onnxruntime-node'
import type { DecodedImage } from '../../../image/image.ts'
import { resizeTo } from '../../../image/raster.ts'
import { onlyOutput, runSession } from '../session.ts'
import { cropLine, type LineCrop, turnCrop } from './crop.ts'
import { type Corners, distance, type Point, turnCorners } from './geometry.ts'
import { measureUpsideDown, readLines } from './line-models.ts'
import { groupIntoRows, type ReadLine } from './reading-order.ts'
import { findTextBoxes } from './text-boxes.ts'

export interface OcrSessions {
  detector: InferenceSession
  direction: InferenceSession
  recogniser: InferenceSession
  alphabet: readonly string[]
}

/** The thresholds that PP-OCRv6's detector was published with. */
const BOX_THRESHOLDS = { pixel: 0.2, box: 0.4, growth: 1.4 }
/** Longest side that the detector sees: small prints need it on large pages, and it costs time on all. */
const MIN_DETECTOR_SIDE = 960
const MAX_DETECTOR_SIDE = 1600
const DETECTOR_STEP = 32
/** ImageNet's statistics, in the order of the BGR channels as the model was trained. */
const MEAN = [0.485, 0.456, 0.406]
const DEVIATION = [0.229, 0.224, 0.225]
/** A box this much taller than wide holds a line that runs down. */
const VERTICAL_RATIO = 1.5
const UPSIDE_DOWN = 0.9

/** A line on its way: its corners in its own reading direction, and its picture. */
interface Line {
  corners: Corners
  crop: LineCrop
}

/** Reads all text of a picture as rows in reading order; stops with the signal's reason between batches. */
export async function readText(
  sessions: OcrSessions,
  image: DecodedImage,
  signal: AbortSignal,
): Promise<ReadLine[][]> {
  const boxes = await findLines(sessions.detector, image)
  signal.throwIfAborted()
  const lines = await turnUpright(
    sessions.direction,
    boxes.map((corners) => cutLine(image, corners)),
  )
  const texts = await readLines(
    sessions.recogniser,
    lines.map(({ crop }) => crop),
    sessions.alphabet,
    () => signal.throwIfAborted(),
  )
  const read = lines.map(({ corners }, i) => ({
    corners,
    text: tidyText(texts[i]?.text ?? ''),
    score: texts[i]?.score ?? 0,
  }))
  return groupIntoRows(read.filter(isCredible))
}

async function findLines(session: InferenceSession, image: DecodedImage): Promise<Corners[]> {
  const { width, height } = detectorSize(image.size)
  const input = normalise(await resizeTo(image, width, height), width * height)
  const { data } = onlyOutput(await runSession(session, { data: input, dims: [1, 3, height, width] }))
  const boxes = findTextBoxes({ width, height, data }, BOX_THRESHOLDS)
  const toImage = ([x, y]: Point): Point => [(x * image.size.width) / width, (y * image.size.height) / height]
  return boxes.map(({ corners: [a, b, c, d] }) => [toImage(a), toImage(b), toImage(c), toImage(d)])
}

/** Multiples of 32; small pictures are enlarged up to twice, large ones reduced to what the detector needs. */
export function detectorSize(size: { width: number; height: number }): { width: number; height: number } {
  const longest = Math.max(size.width, size.height)
  const limit = Math.min(MAX_DETECTOR_SIDE, Math.max(MIN_DETECTOR_SIDE, longest / 2))
  const scale = Math.min(2, limit / longest)
  const fit = (side: number) =>
    Math.max(DETECTOR_STEP, Math.round((side * scale) / DETECTOR_STEP) * DETECTOR_STEP)
  return { width: fit(size.width), height: fit(size.height) }
}

function normalise(pixels: Buffer, plane: number): Float32Array {
  const input = new Float32Array(3 * plane)
  for (let channel = 0; channel < 3; channel++) {
    const mean = MEAN[channel] ?? 0
    const deviation = DEVIATION[channel] ?? 1
    const base = channel * plane
    for (let i = 0; i < plane; i++)
      input[base + i] = ((pixels[i * 3 + 2 - channel] ?? 0) / 255 - mean) / deviation
  }
  return input
}

function cutLine(image: DecodedImage, corners: Corners): Line {
  const [a, b, c, d] = corners
  const width = Math.max(distance(a, b), distance(c, d))
  const height = Math.max(distance(a, d), distance(b, c))
  const turned = height >= VERTICAL_RATIO * width ? turnCorners(corners, 1) : corners
  return { corners: turned, crop: cropLine(image, turned) }
}

async function turnUpright(session: InferenceSession, lines: readonly Line[]): Promise<Line[]> {
  const upsideDown = await measureUpsideDown(
    session,
    lines.map(({ crop }) => crop),
  )
  return lines.map((line, i) =>
    (upsideDown[i] ?? 0) > UPSIDE_DOWN
      ? { corners: turnCorners(line.corners, 2), crop: turnCrop(line.crop) }
      : line,
  )
}

/**
 * Whether a reading is text rather than texture: the shorter, the surer it must be, and what is mostly
 * zeros is more often a row of round things.
 */
export function isCredible({ text, score }: { text: string; score: number }): boolean {
  const letters = text.replace(/\s/g, '').length
  if (letters === 0) return false
  const round = text.replace(/[^0OoCc°。.:;,']/g, '').length
  if (letters < 12 && round / letters > 0.7) return score >= 0.95
  return score >= (letters <= 2 ? 0.88 : letters <= 8 ? 0.7 : 0.6)
}

/** One space between words, and a letter where a word cannot start with a digit ("0live oil"). */
export function tidyText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/(?<![\p{L}\p{N}])0(?=(?!x)\p{Ll}{2})/gu, 'O')
    .trim()
}
