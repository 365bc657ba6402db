import type { ImageCard } from '@vitrine/contracts'

/** A ready picture for tests, with what the test is about put over it. */
export function makeCard(over: Partial<ImageCard> & { id: number }): ImageCard {
  return {
    fileName: `photo-${over.id}.jpg`,
    mediaType: 'image/jpeg',
    width: 1200,
    height: 800,
    sizeBytes: 250_000,
    status: 'ready',
    reasoning: 'not-needed',
    kind: 'photo',
    caption: 'A dog on a beach.',
    engine: 'builtin',
    objectCount: 1,
    textLength: 0,
    placeholder: null,
    createdAt: 1_760_000_000_000 + over.id,
    takenAt: null,
    deletedAt: null,
    pageNumber: null,
    atSeconds: null,
    failure: null,
    hasTwoReadings: false,
    version: 1,
    ...over,
  }
}
