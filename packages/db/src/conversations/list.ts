/** The history: pinned conversations first, then those that were spoken in last. */
import { AppError, type ConversationCard } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { perConnection } from '../per-connection.ts'
import { foldText } from '../search/words.ts'
import { CONVERSATION_CARD_COLUMNS, type ConversationCardRow, toConversationCard } from './rows.ts'

export interface HistoryOptions {
  search?: string
  cursor?: string
  limit: number
}

export interface HistoryPage {
  conversations: ConversationCard[]
  nextCursor: string | null
}

interface Keys {
  isPinned: number
  updatedAt: number
  id: number
}

const START: Keys = { isPinned: 2, updatedAt: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER }

function parseCursor(cursor: string): Keys {
  const numbers = cursor.split('.').map(Number)
  const [isPinned, updatedAt, id] = numbers
  if (
    numbers.length !== 3 ||
    !numbers.every(Number.isSafeInteger) ||
    isPinned === undefined ||
    updatedAt === undefined ||
    id === undefined
  )
    throw new AppError('bad-request', 'That page cannot be found: its cursor is not one of ours.')
  return { isPinned, updatedAt, id }
}

/**
 * What people type in a lifetime is a few megabytes: reading through it takes milliseconds and, unlike an index,
 * also finds parts of words. The connection is taught to fold letters, which SQLite does for ASCII only.
 */
const listStatement = perConnection((db) => {
  db.function('fold_text', { deterministic: true }, (text: unknown) => foldText(String(text)))
  return db.prepare<Keys & { words: string; limit: number }, ConversationCardRow>(
    `SELECT ${CONVERSATION_CARD_COLUMNS} FROM Conversation c
     WHERE c.deletedAt IS NULL AND (c.isPinned, c.updatedAt, c.id) < (@isPinned, @updatedAt, @id)
       AND NOT EXISTS (
         SELECT 1 FROM json_each(@words) word
         WHERE instr(fold_text(c.title), word.value) = 0
           AND NOT EXISTS (SELECT 1 FROM Turn t WHERE t.conversationId = c.id
                           AND instr(fold_text(t.question || char(10) || t.answer), word.value) > 0))
     ORDER BY c.isPinned DESC, c.updatedAt DESC, c.id DESC LIMIT @limit`,
  )
})

export function listConversations(
  db: Database.Database,
  { search = '', cursor, limit }: HistoryOptions,
): HistoryPage {
  const words = foldText(search).split(/\s+/).filter(Boolean)
  const keys = cursor === undefined ? START : parseCursor(cursor)
  const rows = listStatement(db).all({ ...keys, words: JSON.stringify(words), limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    conversations: page.map(toConversationCard),
    nextCursor: rows.length > limit && last ? `${last.isPinned}.${last.updatedAt}.${last.id}` : null,
  }
}
