/** Stored pictures of several kinds, for tests of the index. */
import { type Annotation, type AnnotationBody, ImageDetail } from '@vitrine/contracts'

const MODEL = { id: 'm', revision: '1', dtype: 'fp32', device: 'cpu' } as const
let nextId = 1
export function annotation(body: AnnotationBody): Annotation {
  const source = { by: 'model', engine: 'builtin', model: MODEL, task: 'ocr' } as const
  return { id: nextId++, body, source, position: 0, createdAt: 0 }
}
export const thing = (label: string, x: number, y: number, score = 0.9) =>
  annotation({ type: 'detection', label, box: { x, y, width: 0.1, height: 0.1 }, score, rival: null })
export const line = (text: string, y: number, x = 0.1) =>
  annotation({
    type: 'text-region',
    text,
    quad: [
      [x, y],
      [x + 0.3, y],
      [x + 0.3, y + 0.03],
      [x, y + 0.03],
    ],
    score: 0.9,
  })
export const field = (
  name: string,
  value: string,
  number: number | null = null,
  unit: string | null = null,
) => annotation({ type: 'field', name, value, number, unit })

export function image(id: number, annotations: Annotation[], over: object = {}): ImageDetail {
  return ImageDetail.parse({
    id,
    fileName: `picture-${id}.jpg`,
    mediaType: 'image/jpeg',
    width: 1200,
    height: 800,
    sizeBytes: 250_000,
    status: 'ready',
    reasoning: 'not-needed',
    kind: 'photo',
    caption: 'A garden.',
    engine: 'builtin',
    objectCount: 1,
    textLength: 0,
    placeholder: null,
    createdAt: Date.UTC(2026, 4, id),
    takenAt: null,
    deletedAt: null,
    pageNumber: null,
    failure: null,
    version: 1,
    sha256: 'a'.repeat(64),
    detailedCaption: '',
    notes: '',
    reading: null,
    text: '',
    colours: [{ name: 'green', hex: '#00ff00', share: 0.6 }],
    triage: null,
    annotations,
    tags: [],
    collections: [],
    sourceSha256: null,
    warnings: [],
    camera: null,
    ...over,
  })
}

export const garden = image(1, [
  thing('dog', 0.05, 0.05),
  thing('dog', 0.8, 0.8, 0.3),
  thing('chair', 0.3, 0.05),
  line('Beware of the dog', 0.4),
])
export const bakery = image(
  2,
  [
    line('BAKERY', 0.1),
    line('Bread 3.20', 0.2),
    line('SUBTOTAL 3.20', 0.3),
    line('TOTAL €4.10', 0.4),
    line('2026-05-03', 0.5),
  ],
  {
    kind: 'receipt',
    caption: 'A receipt.',
  },
)
export const hotel = image(3, [field('total', '120,00 €', 120, 'EUR'), field('merchant', 'Hotel Post')], {
  kind: 'receipt',
})

export const street = image(
  5,
  [
    thing('car', 0.7, 0.5),
    thing('person', 0.1, 0.5),
    thing('hot dog', 0.4, 0.8),
    annotation({ type: 'caption', text: 'A street with a blue bus.', template: false }),
    annotation({
      type: 'region',
      text: 'a white van',
      box: { x: 0.2, y: 0.2, width: 0.2, height: 0.1 },
      score: null,
    }),
  ],
  { caption: 'A street with a blue bus.', camera: 'Fuji X100', takenAt: Date.UTC(2025, 7, 9) },
)
/** Amounts in a column of their own, as OCR often reads them: names first. */
export const columns = image(
  6,
  [
    line('Corner Shop', 0.05),
    line('Invoice No: INV-2041', 0.1),
    line('Payment due: 12.06.2026', 0.15),
    line('Tax', 0.3),
    line('TOTAL', 0.4),
    line('Total savings', 0.5),
    line('$1.10', 0.3, 0.6),
    line('$9.90', 0.4, 0.6),
    line('$2.00', 0.5, 0.6),
  ],
  { kind: 'document', caption: 'A page.' },
)
export const screenshot = image(
  7,
  [
    line('Error: connection [1] timeout', 0.2),
    line('# retry *now*', 0.3),
    annotation({
      type: 'table',
      title: 'Jobs',
      columns: ['Name', 'State'],
      rows: [
        ['a|b', 'failed'],
        ['c', 'done'],
      ],
    }),
    annotation({ type: 'kind', decision: { kind: 'screenshot', score: 0.9, evidence: [] } }),
  ],
  { kind: 'screenshot', caption: 'A screenshot.', tags: [{ name: 'work', by: 'person' }], notes: 'ask Ada' },
)
