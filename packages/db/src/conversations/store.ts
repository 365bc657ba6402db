/** Conversations: each function a door to the room that does it, each write with its event. */
import { AppError, ConversationCard } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import type { DbHandle } from '../connection.ts'
import type { ConversationStore } from '../db.ts'
import { appendEvent } from '../events/rows.ts'
import { beginTurn, finishTurn, interruptTurns, setTurnSearch, writeAnswer } from './answer.ts'
import { askTurn, conversationMustExist, isThere, turnMustBeOf, turnNow } from './ask.ts'
import { listConversations } from './list.ts'
import { readConversation, readTurn } from './rows.ts'

function cleanTitle(title: string): string {
  const parsed = ConversationCard.shape.title.safeParse(title.trim())
  if (parsed.success) return parsed.data
  throw new AppError('bad-request', 'A conversation has a name of 1 to 200 characters.', {
    cause: parsed.error,
  })
}

export function createConversationStore(handle: DbHandle): ConversationStore {
  const { reader, now } = handle
  const say = (db: Database.Database, conversationId: number) =>
    appendEvent(db, { type: 'conversation.changed', conversationId }, now())

  /** Changes a conversation that is there. */
  const change = (id: number, work: (db: Database.Database) => void) =>
    handle.write((db) => {
      conversationMustExist(db, id)
      work(db)
      say(db, id)
    })

  return {
    list: async (options) => listConversations(reader, options),
    get: async (id) => reader.transaction(() => readConversation(reader, id))(),
    turn: async (id) => {
      const found = reader.transaction(() => readTurn(reader, id))()
      if (!found || !isThere(reader, found.turn.conversationId)) return null
      return { turn: found.turn, query: found.data.query }
    },
    ask: (asked) =>
      handle.write((db) => {
        const turn = askTurn(db, { ...asked, title: cleanTitle(asked.title) }, now())
        say(db, turn.conversationId)
        return turn
      }),
    setActive: (id, turnId) =>
      change(id, (db) => {
        turnMustBeOf(db, id, turnId)
        db.prepare('UPDATE Conversation SET activeTurnId = ? WHERE id = ?').run(turnId, id)
      }),
    rename: async (id, title) => {
      const clean = cleanTitle(title)
      await change(id, (db) =>
        db.prepare('UPDATE Conversation SET title = ?, isTitled = 1 WHERE id = ?').run(clean, id),
      )
    },
    setPinned: (id, isPinned) =>
      change(id, (db) =>
        db.prepare('UPDATE Conversation SET isPinned = ? WHERE id = ?').run(isPinned ? 1 : 0, id),
      ),
    chooseEngine: (id, { engine, model }) =>
      change(id, (db) =>
        db.prepare('UPDATE Conversation SET engine = ?, model = ? WHERE id = ?').run(engine, model, id),
      ),
    remove: (id) =>
      change(id, (db) => db.prepare('UPDATE Conversation SET deletedAt = ? WHERE id = ?').run(now(), id)),
    restore: (id) =>
      handle.write((db) => {
        const { changes } = db.prepare('UPDATE Conversation SET deletedAt = NULL WHERE id = ?').run(id)
        if (changes === 0) throw new AppError('not-found', 'That conversation is gone for good.')
        say(db, id)
      }),
    purge: (deletedBefore) =>
      handle.write(
        (db) => db.prepare('DELETE FROM Conversation WHERE deletedAt < ?').run(deletedBefore).changes,
      ),
    begin: (turnId, engine) =>
      handle.write((db) => {
        const turn = beginTurn(db, turnId, engine)
        say(db, turn.conversationId)
        return turn
      }),
    setSearch: (turnId, search) => handle.write((db) => setTurnSearch(db, turnId, search)),
    write: (turnId, answer) => handle.write((db) => writeAnswer(db, turnId, answer)),
    finish: (turnId, end) =>
      handle.write((db) => {
        const isEnded = finishTurn(db, turnId, { end, at: now() })
        const turn = turnNow(db, turnId)
        if (isEnded) say(db, turn.conversationId)
        return turn
      }),
    markInterrupted: () =>
      handle.write((db) => {
        const { turns, conversations } = interruptTurns(db, now())
        for (const id of conversations) say(db, id)
        return turns
      }),
  }
}
