/** Images that look alike, by the embeddings of one space. */
import type { SimilarImage } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { readCards } from './card.ts'
import { Vectors } from './vectors.ts'

interface SpaceRow {
  space: string
  dimensions: number
}

export type FindSimilar = (id: number, limit: number) => SimilarImage[]

/** Keeps each space's vectors in memory once it was first asked about. */
export function createSimilar(db: Database.Database): FindSimilar {
  const spaces = new Map<string, Vectors>()
  const spaceOf = db.prepare<[number], SpaceRow>(
    'SELECT space, dimensions FROM Embedding WHERE imageId = ? ORDER BY id DESC LIMIT 1',
  )
  return (id, limit) => {
    const row = spaceOf.get(id)
    if (!row) return []
    const key = `${row.space}\n${row.dimensions}`
    const vectors = spaces.get(key) ?? new Vectors(row.space, row.dimensions)
    spaces.set(key, vectors)
    vectors.refresh(db)
    // Some of the nearest may be in the trash: look further until enough are left.
    for (let count = limit + 20; ; count *= 4) {
      const nearest = vectors.nearest(id, count)
      const cosines = new Map(nearest.map(({ imageId, cosine }) => [imageId, cosine]))
      const images = readCards(db, [...cosines.keys()]).filter((image) => image.deletedAt === null)
      if (images.length < limit && nearest.length === count) continue
      return images
        .slice(0, limit)
        .map((image) => ({ image, similarity: Math.min(1, Math.max(0, cosines.get(image.id) ?? 0)) }))
    }
  }
}
