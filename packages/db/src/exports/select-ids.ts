/** Which images an export is of, in its order. */
import type { ExportSelection, SearchSort } from '@vitrine/contracts'
import { AppError } from '@vitrine/contracts'
import type Database from 'better-sqlite3'
import type { DbHandle } from '../connection.ts'
import { allIds } from '../search/all-ids.ts'

/** Nothing ranks what was not searched for: those are shown newest first. */
const ORDER: Record<SearchSort, string> = {
  relevance: 'i.id DESC',
  newest: 'i.id DESC',
  oldest: 'i.id ASC',
  name: 'd.sortName, i.id',
  largest: 'i.sizeBytes DESC, i.id DESC',
}

const selectFrom = (source: string, sort: SearchSort) =>
  `SELECT i.id FROM ${source} JOIN Image i ON i.id = chosen.id
   LEFT JOIN SearchDocument d ON d.imageId = i.id
   WHERE i.deletedAt IS NULL ORDER BY ${ORDER[sort]}`

function idsOfCollection(db: Database.Database, collection: number, sort: SearchSort): number[] {
  if (db.prepare('SELECT 1 FROM Collection WHERE id = ?').get(collection) === undefined)
    throw new AppError('not-found', 'That collection is not there any more.')
  const members = '(SELECT imageId AS id FROM CollectionImage WHERE collectionId = ?) chosen'
  return db.prepare<[number], number>(selectFrom(members, sort)).pluck().all(collection)
}

function idsOfList(db: Database.Database, ids: readonly number[], sort: SearchSort): number[] {
  const list = '(SELECT DISTINCT value AS id FROM json_each(?)) chosen'
  return db.prepare<[string], number>(selectFrom(list, sort)).pluck().all(JSON.stringify(ids))
}

/** `is:trashed` finds the trash; it is never exported. */
function withoutTrash(db: Database.Database, ids: readonly number[]): number[] {
  const trashed = new Set(
    db.prepare<[], number>('SELECT id FROM Image WHERE deletedAt IS NOT NULL').pluck().all(),
  )
  return ids.filter((id) => !trashed.has(id))
}

/** Ids that exist outside the trash, each once. Throws `not-found` for a collection that is gone. */
export async function selectIds(
  handle: DbHandle,
  selection: ExportSelection,
  sort: SearchSort,
): Promise<number[]> {
  if ('query' in selection) return withoutTrash(handle.reader, await allIds(handle, selection.query, sort))
  return 'collection' in selection
    ? idsOfCollection(handle.reader, selection.collection, sort)
    : idsOfList(handle.reader, selection.ids, sort)
}
