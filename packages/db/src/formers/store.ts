/** The store of former readings: each function a door to the room that does it. */
import type { StoreContext } from '../context.ts'
import type { FormerStore } from '../db.ts'
import { accept, forgetDecided, takeBack, undecide } from './decisions.ts'

export function createFormerStore(context: StoreContext): FormerStore {
  const count = context.handle.reader
    .prepare<[], number>('SELECT count(*) FROM Image WHERE hasTwoReadings = 1 AND deletedAt IS NULL')
    .pluck()
  return {
    count: async () => count.get() ?? 0,
    accept: (what) => accept(context, what),
    takeBack: (what) => takeBack(context, what),
    undecide: (ids) => undecide(context, ids),
    forgetDecided: (before) => forgetDecided(context, before),
  }
}
