/** An engine for tests of what surrounds it: quick, and what it sees follows from the picture's size alone. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Detection, ModelRef, TextRegion } from '@vitrine/contracts'
import type { Engine, PerceptionOutput } from '../engines/engine.ts'
import type { DecodedImage } from '../image/image.ts'

const MODEL: ModelRef = { id: 'steady', revision: '1', dtype: 'none', device: 'cpu' }
const LABELS = ['person', 'dog', 'cup', 'car', 'chair', 'clock', 'bird', 'book']
/** Long enough that a batch of hundreds is under way for seconds. */
const PICTURE_MS = 30

export async function createEngine(): Promise<Engine> {
  return {
    device: 'cpu',
    models: [
      {
        model: MODEL,
        stages: ['perception', 'reasoning'],
        tasks: ['caption', 'object-detection', 'ocr-with-region'],
        licence: 'MIT',
        sizeBytes: 0,
      },
    ],
    async perceive(pictures, signal) {
      await delay(PICTURE_MS * pictures.length, undefined, { signal })
      return pictures.map(({ image }) => ({ ok: true, value: see(image) }))
    },
    async runTask(_image, { task }) {
      return { model: MODEL, result: { type: 'text', text: task }, warnings: [] }
    },
    async reason({ size }, { reasons }) {
      const reading = `Read ${size.width} × ${size.height} because of ${reasons.join(', ')}.`
      return { model: MODEL, promptVersion: '1', reading, fields: [], tables: [], warnings: [] }
    },
    async dispose() {},
  }
}

/** As many objects as the height says modulo 8, as many lines of text as the width says modulo 4. */
function see({ size }: DecodedImage): PerceptionOutput {
  const detections = LABELS.slice(0, size.height % LABELS.length).map((label, index): Detection => {
    return { label, box: { x: 0.1 * index, y: 0.1, width: 0.1, height: 0.2 }, score: 0.9 }
  })
  const textRegions = Array.from({ length: size.width % 4 }, (_none, index): TextRegion => {
    const y = 0.1 + 0.1 * index
    const quad: TextRegion['quad'] = [
      [0.1, y],
      [0.5, y],
      [0.5, y + 0.05],
      [0.1, y + 0.05],
    ]
    return { text: `Line ${index + 1} of ${size.width}`, quad, score: 0.9 }
  })
  const caption = `${detections.length} things and ${textRegions.length} lines.`
  return {
    captionKind: 'template',
    caption,
    detailedCaption: `${caption} On ${size.width} × ${size.height} pixels.`,
    detections,
    textRegions,
    kind: { kind: 'photo', score: 1, evidence: [] },
    colours: [],
    provenance: [
      { task: 'caption', model: MODEL },
      { task: 'detailed-caption', model: MODEL },
      { task: 'object-detection', model: MODEL },
      { task: 'ocr-with-region', model: MODEL },
    ],
    warnings: [],
  }
}
