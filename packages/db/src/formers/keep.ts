/** What a new reading does to the one in effect: kept beside it when other models made it. */
import type Database from 'better-sqlite3'
import { readPerception } from '../annotations/perception.ts'
import { decideFormer, type Makers } from './model-set.ts'
import { dropFormer, putFormer, readFormer } from './rows.ts'

/** Call before a new reading is put in effect, inside the same write. */
export function keepFormer(db: Database.Database, imageId: number, coming: Makers): void {
  const former = readFormer(db, imageId)
  const present = former ? null : readPerception(db, imageId)
  const move = decideFormer({ former: former?.result ?? null, present: present?.result ?? null, coming })
  if (move === 'drop') dropFormer(db, imageId)
  if (move === 'keep' && present) putFormer(db, imageId, { reading: present, rejectedAt: null })
}
