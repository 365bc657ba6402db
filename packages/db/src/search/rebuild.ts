/** Repair: every search table anew from images and annotations. */
import type { DbHandle } from '../connection.ts'
import { clearIndex, indexImages } from './writer.ts'

const CHUNK = 500

/**
 * Clears the index and fills it again, a few hundred images a transaction so that other writers get their
 * turn; until it is done a search finds what is already there. What changes meanwhile indexes itself.
 */
export async function rebuildIndex(
  handle: DbHandle,
  onProgress?: (done: number, total: number) => void,
): Promise<{ images: number }> {
  const total = handle.reader.prepare<[], number>('SELECT count(*) FROM Image').pluck().get() ?? 0
  const next = handle.reader
    .prepare<[number, number], number>('SELECT id FROM Image WHERE id > ? ORDER BY id LIMIT ?')
    .pluck()
  await handle.write((db) => clearIndex(db))
  let images = 0
  let last = 0
  for (;;) {
    const ids = next.all(last, CHUNK)
    const highest = ids.at(-1)
    if (highest === undefined) break
    await handle.write((db) => indexImages(db, ids))
    images += ids.length
    last = highest
    onProgress?.(Math.min(images, total), total)
  }
  await handle.write((db) => db.exec("INSERT INTO search_fts (search_fts, rank) VALUES ('merge', 500)"))
  return { images }
}
