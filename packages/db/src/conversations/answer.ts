/** A turn on its way from a question to an answer. Call all of these inside a write. */
import type { EngineName, Turn, TurnSearch } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import type { TurnEnd } from '../db.ts'
import { turnNow } from './ask.ts'
import { readTurnData, type TurnData } from './rows.ts'

const UNDER_WAY = "state IN ('queued', 'running')"

function patchData(db: Database.Database, turnId: number, patch: Partial<TurnData>): void {
  const data = db.prepare<[number], string>('SELECT data FROM Turn WHERE id = ?').pluck().get(turnId)
  if (data === undefined) return
  db.prepare('UPDATE Turn SET data = ? WHERE id = ?').run(
    JSON.stringify({ ...readTurnData(data), ...patch }),
    turnId,
  )
}

export function beginTurn(db: Database.Database, turnId: number, engine: EngineName): Turn {
  db.prepare(`UPDATE Turn SET state = 'running', engine = ? WHERE id = ? AND ${UNDER_WAY}`).run(
    engine,
    turnId,
  )
  return turnNow(db, turnId)
}

export function setTurnSearch(db: Database.Database, turnId: number, search: TurnSearch): Turn {
  patchData(db, turnId, { search })
  return turnNow(db, turnId)
}

export function writeAnswer(db: Database.Database, turnId: number, answer: string): void {
  db.prepare(`UPDATE Turn SET answer = ? WHERE id = ? AND ${UNDER_WAY}`).run(answer, turnId)
}

/** Whether there was something to end. */
export function finishTurn(db: Database.Database, turnId: number, { end, at }: { end: TurnEnd; at: number }) {
  const { changes } = db
    .prepare(`UPDATE Turn SET state = ?, answer = ?, finishedAt = ? WHERE id = ? AND ${UNDER_WAY}`)
    .run(end.state, end.answer, at, turnId)
  if (changes === 0) return false
  patchData(db, turnId, {
    ...(end.model === undefined ? {} : { model: end.model }),
    ...(end.usage === undefined ? {} : { usage: end.usage }),
    ...(end.citations === undefined ? {} : { citations: end.citations }),
    ...(end.warnings === undefined ? {} : { warnings: [...end.warnings] }),
    ...(end.error === undefined ? {} : { error: end.error }),
  })
  db.prepare(
    'UPDATE Conversation SET updatedAt = ? WHERE id = (SELECT conversationId FROM Turn WHERE id = ?)',
  ).run(at, turnId)
  return true
}

/** Ends what is under way; returns the conversations it was in, and how many turns it was. */
export function interruptTurns(
  db: Database.Database,
  at: number,
): { turns: number; conversations: number[] } {
  const conversations = db
    .prepare<[], number>(`SELECT DISTINCT conversationId FROM Turn WHERE ${UNDER_WAY}`)
    .pluck()
    .all()
  const { changes } = db
    .prepare(`UPDATE Turn SET state = 'interrupted', finishedAt = ? WHERE ${UNDER_WAY}`)
    .run(at)
  return { turns: changes, conversations }
}
