/** Switches of the pipeline that outlive a restart. */
import type Database from 'better-sqlite3'
import { perConnection } from '../per-connection.ts'

export type Switch = 'paused' | 'reasoning-available'

const readStatement = perConnection((db) =>
  db.prepare<[string], string>('SELECT value FROM Setting WHERE key = ?').pluck(),
)

/** False until it is first set. */
export function readSwitch(db: Database.Database, name: Switch): boolean {
  return readStatement(db).get(`pipeline.${name}`) === 'true'
}

/** Whether it changed. Call inside a write. */
export function writeSwitch(db: Database.Database, name: Switch, isOn: boolean): boolean {
  if (readSwitch(db, name) === isOn) return false
  db.prepare('INSERT OR REPLACE INTO Setting (key, value) VALUES (?, ?)').run(
    `pipeline.${name}`,
    String(isOn),
  )
  return true
}
