/** An image's feature vector as it is stored: quantised, one at a time. */
import type { Embedding } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { perConnection } from '../per-connection.ts'
import { quantise } from './quantise.ts'

export interface StoredEmbedding {
  space: string
  dimensions: number
  /** Signed bytes. */
  vector: Buffer
}

const statements = perConnection((db) => ({
  read: db.prepare<[number], StoredEmbedding>(
    'SELECT space, dimensions, vector FROM Embedding WHERE imageId = ? ORDER BY id DESC LIMIT 1',
  ),
  remove: db.prepare('DELETE FROM Embedding WHERE imageId = ?'),
  insert: db.prepare('INSERT INTO Embedding (imageId, space, dimensions, vector) VALUES (?, ?, ?, ?)'),
}))

/** As a model gave it to as it is stored; null where it gave none. */
export function toStored(embedding: Embedding | undefined): StoredEmbedding | null {
  if (!embedding) return null
  return { space: embedding.space, dimensions: embedding.dimensions, vector: quantise(embedding) }
}

export function readEmbedding(db: Database.Database, imageId: number): StoredEmbedding | null {
  return statements(db).read.get(imageId) ?? null
}

/** Call inside a write. */
export function replaceEmbedding(
  db: Database.Database,
  imageId: number,
  embedding: StoredEmbedding | null,
): void {
  const { remove, insert } = statements(db)
  remove.run(imageId)
  if (embedding) insert.run(imageId, embedding.space, embedding.dimensions, embedding.vector)
}
