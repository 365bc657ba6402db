/**
 * The embeddings of one space in memory, as signed bytes in one block, and the nearest of them by
 * brute force: 100,000 of 512 dimensions are 51 MB and some tens of milliseconds.
 */
import type Database from 'better-sqlite3'

interface VectorRow {
  id: number
  imageId: number
  vector: Buffer
}

export class Vectors {
  readonly #space: string
  readonly #dimensions: number
  #block: Int8Array
  #norms: number[] = []
  #imageIds: number[] = []
  readonly #slots = new Map<number, number>()
  #lastId = 0

  constructor(space: string, dimensions: number) {
    this.#space = space
    this.#dimensions = dimensions
    this.#block = new Int8Array(dimensions * 1024)
  }

  /** Reads what was written since the last time; what was deleted stays until a restart, callers look ids up anyway. */
  refresh(db: Database.Database): void {
    const rows = db
      .prepare<[string, number, number], VectorRow>(
        'SELECT id, imageId, vector FROM Embedding WHERE space = ? AND id > ? AND dimensions = ? ORDER BY id',
      )
      .iterate(this.#space, this.#lastId, this.#dimensions)
    for (const row of rows) {
      this.#put(row.imageId, row.vector)
      this.#lastId = row.id
    }
  }

  #put(imageId: number, vector: Buffer): void {
    const slot = this.#slots.get(imageId) ?? this.#imageIds.length
    const start = slot * this.#dimensions
    if (start + this.#dimensions > this.#block.length) {
      const larger = new Int8Array(this.#block.length * 2)
      larger.set(this.#block)
      this.#block = larger
    }
    const values = new Int8Array(vector.buffer, vector.byteOffset, this.#dimensions)
    this.#block.set(values, start)
    let squares = 0
    for (const value of values) squares += value * value
    this.#norms[slot] = Math.sqrt(squares)
    this.#imageIds[slot] = imageId
    this.#slots.set(imageId, slot)
  }

  /** The `count` images most alike to this one, itself left out, by cosine (-1..1); empty when it has no vector. */
  nearest(imageId: number, count: number): { imageId: number; cosine: number }[] {
    const slot = this.#slots.get(imageId)
    if (slot === undefined) return []
    const scores = this.#scores(slot)
    const others = Array.from(scores.keys()).filter((candidate) => candidate !== slot)
    const floor = lowestOfTop(scores, slot, count)
    return others
      .filter((candidate) => (scores[candidate] ?? -1) >= floor)
      .map((candidate) => ({ imageId: this.#imageIds[candidate] ?? 0, cosine: scores[candidate] ?? -1 }))
      .sort((a, b) => b.cosine - a.cosine || b.imageId - a.imageId)
      .slice(0, count)
  }

  #scores(slot: number): Float32Array {
    const size = this.#dimensions
    const block = this.#block
    const query = block.subarray(slot * size, (slot + 1) * size)
    const queryNorm = this.#norms[slot] ?? 0
    const scores = new Float32Array(this.#imageIds.length)
    for (let candidate = 0; candidate < scores.length; candidate++) {
      const start = candidate * size
      let dot = 0
      for (let index = 0; index < size; index++) dot += (query[index] ?? 0) * (block[start + index] ?? 0)
      const norm = queryNorm * (this.#norms[candidate] ?? 0)
      scores[candidate] = norm > 0 ? dot / norm : -1
    }
    return scores
  }
}

/** The score of the `count`-th best, the query's own slot left out: a floor under the sort. */
function lowestOfTop(scores: Float32Array, slot: number, count: number): number {
  const rest = Float32Array.from(scores)
  rest[slot] = -Infinity
  rest.sort()
  return rest[Math.max(0, rest.length - count)] ?? -Infinity
}
