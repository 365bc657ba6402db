/** Two readings for tests, parsed by the contract so that they can't drift from it. */
import { FormerReading, type StageOneReading } from '@vitrine/contracts'
import { lineQuad } from '../image-detail/image-fixture.ts'

const builtin = { id: 'nanodet', revision: '1.0.0', dtype: 'fp32', device: 'cpu' } as const
const florence = { ...builtin, id: 'onnx-community/Florence-2-base-ft', revision: 'abcdef0123456789' }
const place = { x: 0.1, y: 0.1, width: 0.3, height: 0.4 }

/** The builtin engine: two dogs and a receipt's lines, one of them misread. */
const former: StageOneReading = {
  engine: 'builtin',
  captionKind: 'template',
  caption: 'Two dogs on a beach.',
  detailedCaption: 'Two dogs.',
  detections: [
    { label: 'dog', box: place, score: 0.9 },
    { label: 'dog', box: { ...place, x: 0.6 }, score: 0.8 },
  ],
  textRegions: ['BAKERY', 'T0TAL 12.50', 'Thank you'].map((text, index) => ({
    text,
    quad: lineQuad(0.2 + index / 10),
  })),
  kind: { kind: 'photo', score: 0.8, evidence: [] },
  warnings: [],
  provenance: [{ task: 'object-detection', model: builtin }],
  readAt: 1_760_000_000_000,
}

/** Florence-2: one of the dogs, a ball, the total read right. */
export const formerReading: FormerReading = FormerReading.parse({
  ...former,
  successor: {
    ...former,
    engine: 'florence2',
    captionKind: 'model',
    caption: 'Two brown dogs on a beach.',
    detailedCaption: 'The image shows animals that play at the sea in the evening.',
    detections: [
      { label: 'dog', box: { ...place, x: 0.11 } },
      { label: 'ball', box: { ...place, x: 0.4 } },
    ],
    textRegions: ['BAKERY', 'TOTAL 12.50', 'Thank you'].map((text, index) => ({
      text,
      quad: lineQuad(0.2 + index / 10),
    })),
    kind: { kind: 'receipt', score: 0.9, evidence: [] },
    provenance: [
      { task: 'object-detection', model: florence },
      { task: 'caption', model: florence },
    ],
    readAt: 1_770_000_000_000,
  } satisfies StageOneReading,
})
