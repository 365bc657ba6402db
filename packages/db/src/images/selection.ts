/** Which images a selection names, and working through many of them without holding others up. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Selection } from '@vitrine/contracts'
import { type Change, type StoreContext, writeChange } from '../context.ts'

/** No limit at all: an action on a whole query must not leave some of it out unsaid. */
const EVERYTHING = Number.MAX_SAFE_INTEGER

/** One transaction's worth of a bulk change: some hundred milliseconds at most. */
const CHUNK = 500

/** Ids that exist and are not in the trash, newest first. */
export async function resolveSelection(
  { handle, index }: StoreContext,
  selection: Selection,
  limit = EVERYTHING,
): Promise<number[]> {
  if ('query' in selection) return await index.resolveQueryIds(handle, selection.query, limit)
  return handle.reader
    .prepare<[string, number], number>(
      `SELECT i.id FROM Image i WHERE i.id IN (SELECT value FROM json_each(?)) AND i.deletedAt IS NULL
       ORDER BY i.id DESC LIMIT ?`,
    )
    .pluck()
    .all(JSON.stringify(selection.ids), limit)
}

/**
 * Changes many images, a transaction for each few hundred, so that neither this process nor another
 * waits for all of them; returns what the transactions return, joined.
 */
export async function changeInChunks<T>(
  context: StoreContext,
  ids: readonly number[],
  work: (change: Change, chunk: readonly number[]) => T[],
): Promise<T[]> {
  const results: T[] = []
  for (let start = 0; start < ids.length; start += CHUNK) {
    const chunk = ids.slice(start, start + CHUNK)
    results.push(...(await writeChange(context, (change) => work(change, chunk))))
    await nextTurn()
  }
  return results
}
