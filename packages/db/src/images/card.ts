/** Image rows as the cards the gallery shows. */
import { ImageCard } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import { perConnection } from '../per-connection.ts'

/** A row of CARD_COLUMNS. */
export interface CardRow {
  id: number
  fileName: string
  mediaType: string
  width: number
  height: number
  sizeBytes: number
  status: string
  reasoning: string
  kind: string | null
  caption: string
  engine: string | null
  objectCount: number
  textLength: number
  placeholder: string | null
  createdAt: number
  takenAt: number | null
  deletedAt: number | null
  page: number
  failure: string | null
  version: number
  /** 0 or 1. */
  hasTwoReadings: number
  atMs: number | null
}

/** What a card needs of Image, for queries that alias the table as `i`. */
export const CARD_COLUMNS = `i.id, i.fileName, i.mediaType, i.width, i.height, i.sizeBytes, i.status, i.reasoning,
  i.kind, i.caption, i.engine, i.objectCount, i.textLength, i.placeholder, i.createdAt, i.takenAt, i.deletedAt,
  i.page, i.failure, i.version, i.hasTwoReadings, i.atMs`

const toSeconds = (ms: number | null) => (ms === null ? null : ms / 1000)

export function toCard({ page, hasTwoReadings, atMs, ...row }: CardRow): ImageCard {
  return ImageCard.parse({
    ...row,
    pageNumber: page === 0 ? null : page,
    hasTwoReadings: hasTwoReadings === 1,
    atSeconds: toSeconds(atMs),
  })
}

/** A row of CARD_COLUMNS as a tuple: reading a page of rows as objects takes twice as long. */
type CardTuple = [
  id: number,
  fileName: string,
  mediaType: string,
  width: number,
  height: number,
  sizeBytes: number,
  status: string,
  reasoning: string,
  kind: string | null,
  caption: string,
  engine: string | null,
  objectCount: number,
  textLength: number,
  placeholder: string | null,
  createdAt: number,
  takenAt: number | null,
  deletedAt: number | null,
  page: number,
  failure: string | null,
  version: number,
  hasTwoReadings: number,
  atMs: number | null,
]

function tupleToCard(row: CardTuple): ImageCard {
  return ImageCard.parse({
    id: row[0],
    fileName: row[1],
    mediaType: row[2],
    width: row[3],
    height: row[4],
    sizeBytes: row[5],
    status: row[6],
    reasoning: row[7],
    kind: row[8],
    caption: row[9],
    engine: row[10],
    objectCount: row[11],
    textLength: row[12],
    placeholder: row[13],
    createdAt: row[14],
    takenAt: row[15],
    deletedAt: row[16],
    pageNumber: row[17] === 0 ? null : row[17],
    failure: row[18],
    version: row[19],
    hasTwoReadings: row[20] === 1,
    atSeconds: toSeconds(row[21]),
  })
}

const cardsByIds = perConnection((db) =>
  db
    .prepare<[string], CardTuple>(
      `SELECT ${CARD_COLUMNS} FROM json_each(?) wanted CROSS JOIN Image i ON i.id = wanted.value`,
    )
    .raw(),
)

/** The cards of these ids in their order; ids that are not there are left out, trashed ones are not. */
export function readCards(db: Database.Database, ids: readonly number[]): ImageCard[] {
  // The list's order is the order of its rows: it is the outer loop of the join.
  return cardsByIds(db).all(JSON.stringify(ids)).map(tupleToCard)
}
