import type { ExportRecord } from '@vitrine/contracts'

/** A red mug, for tests. */
export function makeRecord(over: Partial<ExportRecord> = {}): ExportRecord {
  return {
    id: 7,
    fileName: 'mug.jpg',
    sha256: 'ab'.repeat(32),
    page: null,
    mediaType: 'image/jpeg',
    width: 200,
    height: 100,
    sizeBytes: 1234,
    kind: 'photo',
    status: 'ready',
    engine: 'builtin',
    camera: null,
    takenAt: Date.UTC(2026, 4, 3),
    createdAt: Date.UTC(2026, 5, 1),
    caption: 'A red mug.',
    captionBy: 'person',
    description: '',
    descriptionBy: null,
    reading: '',
    text: 'TEA\nTIME',
    objects: [
      { label: 'mug', count: 2 },
      { label: 'spoon', count: 1 },
    ],
    fields: [{ name: 'total', value: '21.05', number: 21.05, unit: 'EUR' }],
    tables: [],
    tags: ['kitchen', 'red, dark'],
    collections: ['Summer'],
    notes: '',
    annotations: [],
    ...over,
  }
}
