/** Looks the names of fields up. */
import type Database from 'better-sqlite3'
import { nearest, toleratedErrors } from './edit-distance.ts'

const PRESENT = `SELECT value FROM SearchFacet WHERE name = 'field' AND documents > 0
  ORDER BY documents DESC, value LIMIT 5000`

export function createFieldNames(db: Database.Database) {
  const present = db.prepare<[], string>(PRESENT).pluck()
  return {
    /** The name that is meant: itself, or one that some image has and that it is a typing error of. */
    find(name: string): { name: string; correction: { from: string; to: string } | null } {
      const all = present.all()
      const mended = all.includes(name) || toleratedErrors(name) === 0 ? null : nearest(name, all)
      return mended === null
        ? { name, correction: null }
        : { name: mended, correction: { from: name, to: mended } }
    },
  }
}

export type FieldNames = ReturnType<typeof createFieldNames>
