/** Images for tests, parsed by the contract so that they can't drift from it. */
import { type Annotation, ImageDetail } from '@vitrine/contracts'
import type { z } from 'zod'
import { makeCard } from '../live/card-fixture.ts'

const model = { id: 'pp-ocr-v4-mobile', revision: '1.4.2', dtype: 'fp32', device: 'cpu' } as const

/** A source by the builtin engine. */
export const byBuiltin = (
  task: 'caption' | 'object-detection' | 'ocr-with-region' | 'image-classification',
) => ({ by: 'model', engine: 'builtin', model, task }) as const

/** A quad of an upright line. */
export const lineQuad = (
  top: number,
): [[number, number], [number, number], [number, number], [number, number]] => [
  [0.1, top],
  [0.6, top],
  [0.6, top + 0.05],
  [0.1, top + 0.05],
]

const at = { createdAt: 1_760_000_000_000 }

/** A caption by template, two dogs, a cup with a low score, two lines of text, a kind. */
export const annotations: Annotation[] = [
  {
    id: 1,
    body: { type: 'caption', text: 'Two dogs and a cup.', template: true },
    source: byBuiltin('caption'),
    position: 0,
    ...at,
  },
  ...[0.95, 0.9].map(
    (score, position): Annotation => ({
      id: 10 + position,
      body: {
        type: 'detection',
        label: 'dog',
        box: { x: 0.1 + position / 2, y: 0.1, width: 0.3, height: 0.4 },
        score,
        rival: null,
      },
      source: byBuiltin('object-detection'),
      position,
      ...at,
    }),
  ),
  {
    id: 12,
    body: {
      type: 'detection',
      label: 'cup',
      box: { x: 0.4, y: 0.7, width: 0.1, height: 0.1 },
      score: 0.4,
      rival: 'vase',
    },
    source: byBuiltin('object-detection'),
    position: 2,
    ...at,
  },
  ...['TOTAL 12.50', 'Thank you'].map(
    (text, position): Annotation => ({
      id: 20 + position,
      body: { type: 'text-region', text, quad: lineQuad(0.2 + position / 10), score: 0.97 },
      source: byBuiltin('ocr-with-region'),
      position,
      ...at,
    }),
  ),
  {
    id: 30,
    body: {
      type: 'kind',
      decision: { kind: 'receipt', score: 0.8, evidence: ['2 prices', 'the word TOTAL'] },
    },
    source: byBuiltin('image-classification'),
    position: 0,
    ...at,
  },
]

/** A ready image with those annotations, and what the test is about put over it. */
export function makeDetail(over: Partial<z.input<typeof ImageDetail>> = {}): ImageDetail {
  return ImageDetail.parse({
    ...makeCard({ id: 7 }),
    sha256: 'a'.repeat(64),
    detailedCaption: '',
    notes: '',
    reading: null,
    text: 'TOTAL 12.50\nThank you',
    colours: [{ name: 'brown', hex: '#7a5230', share: 0.6 }],
    triage: {
      needsReasoning: true,
      reasons: ['receipt-like'],
      explanation: 'The text looks like a receipt.',
    },
    annotations,
    tags: [{ name: 'holiday', by: 'person' }],
    collections: [],
    sourceSha256: null,
    warnings: [],
    camera: 'Pentax K-1',
    ...over,
  })
}
