/** The two models that look at single lines: which way up they are, and what they say. */
import type { InferenceSession } from 'onnxruntime-node'
import { onlyOutput, runSession } from '../session.ts'
import { LINE_HEIGHT, type LineCrop } from './crop.ts'
import { decodeCtc, type ReadText } from './ctc.ts'

const DIRECTION_WIDTH = 192
const DIRECTION_BATCH = 16
/** Small batches of like widths: padding costs more than a second call. */
const READING_BATCH = 4
/** The recogniser makes a step of every 8 columns. */
const WIDTH_STEP = 8
const MIN_READING_WIDTH = 32

/** How likely each line stands upside down, 0..1. */
export async function measureUpsideDown(
  session: InferenceSession,
  crops: readonly LineCrop[],
): Promise<number[]> {
  const result: number[] = []
  for (let start = 0; start < crops.length; start += DIRECTION_BATCH) {
    const batch = crops.slice(start, start + DIRECTION_BATCH)
    const { data } = onlyOutput(await runSession(session, stackCrops(batch, DIRECTION_WIDTH)))
    batch.forEach((_, i) => {
      result.push(data[i * 2 + 1] ?? 0)
    })
  }
  return result
}

/** What each line says, in the order given. `beforeBatch` may throw to stop between batches. */
export async function readLines(
  session: InferenceSession,
  crops: readonly LineCrop[],
  alphabet: readonly string[],
  beforeBatch: () => void,
): Promise<ReadText[]> {
  const result: ReadText[] = crops.map(() => ({ text: '', score: 0 }))
  for (const batch of batchByWidth(crops)) {
    beforeBatch()
    const widest = Math.max(MIN_READING_WIDTH, ...batch.map(({ crop }) => crop.width))
    const width = Math.ceil(widest / WIDTH_STEP) * WIDTH_STEP
    const input = stackCrops(
      batch.map(({ crop }) => crop),
      width,
    )
    const { data, dims } = onlyOutput(await runSession(session, input))
    const [, steps = 0, classes = 0] = dims
    if (classes !== alphabet.length + 1)
      throw new Error(`The recogniser has ${classes} classes, its dictionary ${alphabet.length}.`)
    batch.forEach(({ index }, i) => {
      result[index] = decodeCtc(data, i * steps * classes, steps, alphabet)
    })
  }
  return result
}

/** Groups lines of about the same width, narrow ones first. */
export function batchByWidth(crops: readonly LineCrop[]): { crop: LineCrop; index: number }[][] {
  const sorted = crops.map((crop, index) => ({ crop, index })).sort((a, b) => a.crop.width - b.crop.width)
  const batches: { crop: LineCrop; index: number }[][] = []
  for (const entry of sorted) {
    const batch = batches.at(-1)
    const narrowest = batch?.[0]?.crop.width
    const fits = narrowest !== undefined && entry.crop.width < narrowest * 1.4 + 32
    if (batch && fits && batch.length < READING_BATCH) batch.push(entry)
    else batches.push([entry])
  }
  return batches
}

/** Lines as one tensor: BGR planes, -1..1, cut or padded with zeros on the right to `width`. */
function stackCrops(crops: readonly LineCrop[], width: number) {
  const plane = LINE_HEIGHT * width
  const data = new Float32Array(crops.length * 3 * plane)
  crops.forEach((crop, index) => {
    const base = index * 3 * plane
    const columns = Math.min(crop.width, width)
    for (let y = 0; y < LINE_HEIGHT; y++)
      for (let x = 0; x < columns; x++) {
        const from = (y * crop.width + x) * 3
        const to = base + y * width + x
        data[to] = (crop.pixels[from + 2] ?? 0) / 127.5 - 1
        data[to + plane] = (crop.pixels[from + 1] ?? 0) / 127.5 - 1
        data[to + 2 * plane] = (crop.pixels[from] ?? 0) / 127.5 - 1
      }
  })
  return { data, dims: [crops.length, 3, LINE_HEIGHT, width] }
}
