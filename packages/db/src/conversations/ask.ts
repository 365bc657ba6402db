/** A question becomes a turn. */
import { AppError, type Turn, type TurnPicture } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import type { NewTurn } from '../db.ts'
import { readTurn, TurnData } from './rows.ts'

export function isThere(db: Database.Database, id: number): boolean {
  return db.prepare('SELECT 1 FROM Conversation WHERE id = ? AND deletedAt IS NULL').get(id) !== undefined
}

/** Throws `not-found` when there is no such conversation, or it is deleted. */
export function conversationMustExist(db: Database.Database, id: number): void {
  if (!isThere(db, id)) throw new AppError('not-found', 'That conversation is not there any more.')
}

/** Throws `not-found` when the turn is not one of the conversation's. */
export function turnMustBeOf(db: Database.Database, conversationId: number, turnId: number): void {
  if (!db.prepare('SELECT 1 FROM Turn WHERE id = ? AND conversationId = ?').get(turnId, conversationId))
    throw new AppError('not-found', 'That turn is not in this conversation.')
}

function createConversation(db: Database.Database, turn: NewTurn, at: number): number {
  const { lastInsertRowid } = db
    .prepare('INSERT INTO Conversation (title, engine, model, createdAt, updatedAt) VALUES (?, ?, ?, ?, ?)')
    .run(turn.title, turn.engine, turn.model, at, at)
  return Number(lastInsertRowid)
}

function addPictures(db: Database.Database, turnId: number, pictures: readonly TurnPicture[]): void {
  const isLive = db.prepare('SELECT 1 FROM Image WHERE id = ? AND deletedAt IS NULL')
  const add = db.prepare('INSERT INTO TurnPicture (turnId, position, imageId, region) VALUES (?, ?, ?, ?)')
  for (const [position, { imageId, region }] of pictures.entries()) {
    if (isLive.get(imageId) === undefined)
      throw new AppError('not-found', 'One of the pictures is not there any more.', {
        suggestion: 'Take it out of the question and ask again.',
      })
    add.run(turnId, position, imageId, region === null ? null : JSON.stringify(region))
  }
}

/** Call inside a write. */
export function askTurn(db: Database.Database, asked: NewTurn, at: number): Turn {
  if (asked.conversationId === null && asked.parentId !== null)
    throw new AppError('bad-request', 'A new conversation begins with a first turn.')
  if (asked.conversationId !== null) conversationMustExist(db, asked.conversationId)
  const conversationId = asked.conversationId ?? createConversation(db, asked, at)
  if (asked.parentId !== null) turnMustBeOf(db, conversationId, asked.parentId)
  const { parentId, question, scope } = asked
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO Turn (conversationId, parentId, question, scope, state, data, createdAt)
       VALUES (?, ?, ?, ?, 'queued', ?, ?)`,
    )
    .run(
      conversationId,
      parentId,
      question,
      scope,
      JSON.stringify(TurnData.parse({ query: asked.query })),
      at,
    )
  const id = Number(lastInsertRowid)
  addPictures(db, id, asked.pictures)
  db.prepare('UPDATE Conversation SET activeTurnId = ?, updatedAt = ? WHERE id = ?').run(
    id,
    at,
    conversationId,
  )
  return turnNow(db, id)
}

/** Throws `not-found` when it is gone. */
export function turnNow(db: Database.Database, id: number): Turn {
  const found = readTurn(db, id)
  if (!found) throw new AppError('not-found', 'That turn is not there any more.')
  return found.turn
}
