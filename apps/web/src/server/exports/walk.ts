/** Walks the images of an export, some at a time, only as fast as what is made of them is taken. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ExportRecord } from '@vitrine/contracts'
import type { Db } from '@vitrine/db'

/** Some milliseconds of reading; others get their turn between two batches. */
export const BATCH = 200

export interface WalkDeps {
  records: Db['exports']['records']
  /** Counts images that are behind us, whether they were there or had gone to the trash meanwhile. */
  onProgress(done: number): void
}

export async function* walkRecords(
  { records, onProgress }: WalkDeps,
  ids: readonly number[],
  options: { withPlaces: boolean },
): AsyncGenerator<ExportRecord[]> {
  for (let start = 0; start < ids.length; start += BATCH) {
    yield await records(ids.slice(start, start + BATCH), options)
    onProgress(Math.min(ids.length, start + BATCH))
    await nextTurn()
  }
}
