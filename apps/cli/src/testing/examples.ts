/** Examples of what Vitrine answers. */
import type { AnalyzeResponse, ImageCard, ImageReading, PipelineStatus } from '@vitrine/contracts'

export const ANALYSIS: AnalyzeResponse = {
  fileName: 'dog.jpg',
  perception: {
    engine: 'builtin',
    captionKind: 'template',
    size: { width: 768, height: 576 },
    caption: 'Photo showing two dogs.',
    detailedCaption: 'Photo showing two dogs. Mainly green.',
    detections: [
      { label: 'dog', box: { x: 0, y: 0, width: 0.5, height: 0.5 }, score: 0.9 },
      { label: 'dog', box: { x: 0.5, y: 0, width: 0.5, height: 0.5 }, score: 0.8 },
    ],
    textRegions: [
      {
        text: 'BEWARE',
        quad: [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ],
      },
    ],
    kind: { kind: 'photo', score: 0.9, evidence: ['2 recognised objects'] },
    colours: [{ name: 'green', hex: '#00ff00', share: 0.6 }],
    provenance: [],
    warnings: ['Only the first of 3 frames was read.'],
    timings: { decodeMs: 10, queueMs: 1, engineMs: 500, totalMs: 520 },
  },
  triage: { needsReasoning: false, reasons: [], explanation: '2 objects and 6 characters of text.' },
  reading: null,
  readingStatus: 'not-needed',
}

/** An answer of a task, without what was asked and found. */
export const TASK_ANSWER = {
  engine: 'florence2',
  model: { id: 'florence', revision: '1', dtype: 'fp32', device: 'cpu' },
  size: { width: 768, height: 576 },
  warnings: ['One outline was cut short.'],
  timings: { decodeMs: 10, queueMs: 1, engineMs: 500, totalMs: 520 },
}

export const READING: ImageReading = {
  imageId: 7,
  fileName: 'dog.jpg',
  status: 'done',
  reading: 'A receipt \u001b[31m.',
  fields: [{ name: 'total', value: '21.05', number: 21.05, unit: 'EUR' }],
  tables: [{ title: 'Items', columns: ['Item', 'Price'], rows: [['Bread', '3.20']] }],
  warnings: ['One table was cut short.'],
  source: null,
}

export const NO_READING: ImageReading = {
  ...READING,
  imageId: 8,
  status: 'waiting',
  reading: null,
  fields: [],
  tables: [],
  warnings: [],
}

export const STATUS: PipelineStatus = {
  paused: false,
  queued: 12,
  perceiving: 2,
  reasoning: 0,
  waitingForReasoning: 3,
  ready: 105,
  failed: 1,
  cancelled: 0,
  imagesPerSecond: 1.5,
  secondsLeft: 300,
  problem: null,
}

export function card(id: number, fileName: string): ImageCard {
  return {
    id,
    fileName,
    mediaType: 'image/jpeg',
    width: 768,
    height: 576,
    sizeBytes: 1000,
    status: 'ready',
    reasoning: 'not-needed',
    kind: 'photo',
    caption: 'Photo showing a dog.',
    engine: 'builtin',
    objectCount: 1,
    textLength: 0,
    placeholder: null,
    createdAt: 0,
    takenAt: null,
    deletedAt: null,
    pageNumber: null,
    atSeconds: null,
    failure: null,
    hasTwoReadings: false,
    version: 1,
  }
}
