/** Turns and conversations from their rows. */
import {
  Box,
  ChatUsage,
  Citation,
  Conversation,
  ConversationCard,
  ModelRef,
  Turn,
  TurnSearch,
  WireError,
} from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { z } from 'zod'
import { perConnection } from '../per-connection.ts'

/** What of a turn is kept as JSON. */
export const TurnData = z.object({
  /** What a person searched the library with. */
  query: z.string().nullable().default(null),
  search: TurnSearch.nullable().default(null),
  citations: z.array(Citation).default([]),
  model: ModelRef.nullable().default(null),
  usage: ChatUsage.nullable().default(null),
  warnings: z.array(z.string()).default([]),
  error: WireError.shape.error.nullable().default(null),
})
export type TurnData = z.infer<typeof TurnData>

interface TurnRow {
  id: number
  conversationId: number
  parentId: number | null
  question: string
  scope: string
  state: string
  answer: string
  engine: string | null
  data: string
  createdAt: number
  finishedAt: number | null
}

interface PictureRow {
  turnId: number
  imageId: number
  region: string | null
}

interface CardRow {
  id: number
  title: string
  isPinned: number
  isUnderWay: number
  turnCount: number
  /** JSON of ids. */
  imageIds: string
  createdAt: number
  updatedAt: number
}

const TURN_COLUMNS =
  't.id, t.conversationId, t.parentId, t.question, t.scope, t.state, t.answer, t.engine, t.data, t.createdAt, t.finishedAt'

/** Pictures that a row of the history shows. */
const CARD_PICTURES = 4

/** For queries that alias the table as `c`. */
export const CONVERSATION_CARD_COLUMNS = `c.id, c.title, c.isPinned, c.createdAt, c.updatedAt,
  EXISTS (SELECT 1 FROM Turn t WHERE t.conversationId = c.id AND t.state IN ('queued', 'running')) AS isUnderWay,
  (SELECT count(*) FROM Turn t WHERE t.conversationId = c.id) AS turnCount,
  (SELECT json_group_array(imageId) FROM (
     SELECT p.imageId FROM Turn t JOIN TurnPicture p ON p.turnId = t.id
     JOIN Image i ON i.id = p.imageId AND i.deletedAt IS NULL
     WHERE t.conversationId = c.id GROUP BY p.imageId ORDER BY min(t.id), min(p.position)
     LIMIT ${CARD_PICTURES})) AS imageIds`

export type ConversationCardRow = CardRow

export function toConversationCard(row: CardRow): ConversationCard {
  return ConversationCard.parse({
    ...row,
    isPinned: row.isPinned === 1,
    isUnderWay: row.isUnderWay === 1,
    imageIds: JSON.parse(row.imageIds),
  })
}

const statements = perConnection((db) => ({
  turn: db.prepare<[number], TurnRow>(`SELECT ${TURN_COLUMNS} FROM Turn t WHERE t.id = ?`),
  turns: db.prepare<[number], TurnRow>(
    `SELECT ${TURN_COLUMNS} FROM Turn t WHERE t.conversationId = ? ORDER BY t.id`,
  ),
  pictures: db.prepare<[string], PictureRow>(
    `SELECT turnId, imageId, region FROM TurnPicture
     WHERE turnId IN (SELECT value FROM json_each(?)) ORDER BY turnId, position`,
  ),
  conversation: db.prepare<
    [number],
    CardRow & { engine: string | null; model: string | null; activeTurnId: number | null }
  >(
    `SELECT ${CONVERSATION_CARD_COLUMNS}, c.engine, c.model, c.activeTurnId
     FROM Conversation c WHERE c.id = ? AND c.deletedAt IS NULL`,
  ),
}))

export const readTurnData = (data: string): TurnData => TurnData.parse(JSON.parse(data))

function toTurns(db: Database.Database, rows: readonly TurnRow[]): Turn[] {
  const pictures = new Map<number, { imageId: number; region: Box | null }[]>()
  for (const { turnId, imageId, region } of statements(db).pictures.all(
    JSON.stringify(rows.map(({ id }) => id)),
  )) {
    const picture = { imageId, region: region === null ? null : Box.parse(JSON.parse(region)) }
    pictures.set(turnId, [...(pictures.get(turnId) ?? []), picture])
  }
  return rows.map(({ data, ...row }) => {
    const { query: _query, ...kept } = readTurnData(data)
    return Turn.parse({ ...row, ...kept, pictures: pictures.get(row.id) ?? [] })
  })
}

/** Null when it is not there; a turn of a deleted conversation is. */
export function readTurn(db: Database.Database, id: number): { turn: Turn; data: TurnData } | null {
  const row = statements(db).turn.get(id)
  const [turn] = row ? toTurns(db, [row]) : []
  return row && turn ? { turn, data: readTurnData(row.data) } : null
}

export function readConversation(db: Database.Database, id: number): Conversation | null {
  const { conversation, turns } = statements(db)
  const row = conversation.get(id)
  if (!row) return null
  const { engine, model, activeTurnId, ...card } = row
  return Conversation.parse({
    ...toConversationCard(card),
    engine,
    model,
    activeTurnId,
    turns: toTurns(db, turns.all(id)),
  })
}
