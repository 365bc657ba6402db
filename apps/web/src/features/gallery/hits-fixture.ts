import type { SearchHit } from '@vitrine/contracts'
import { makeCard } from '../live/card-fixture.ts'
import { PagedHits } from './paged-hits.ts'

/** A hit of this shape (width divided by height) and day, for tests. */
export function makeHit(id: number, aspect = 1.5, createdAt = 0): SearchHit {
  const image = makeCard({ id, width: aspect * 1000, height: 1000, createdAt })
  return { image, rank: null, snippet: null, matchedAnnotationIds: [] }
}

/** Hits in pages of `size`. */
export function inPages(hits: readonly SearchHit[], size: number): { hits: SearchHit[] }[] {
  return Array.from({ length: Math.ceil(hits.length / size) }, (_, page) => ({
    hits: hits.slice(page * size, (page + 1) * size),
  }))
}

/** Hits as a list of one page. */
export function listOf(hits: readonly SearchHit[]): PagedHits {
  return new PagedHits([{ hits: [...hits] }])
}
