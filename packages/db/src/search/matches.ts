/** Reads what a plan matches, always in order of id and never more than asked for. */
import type Database from 'better-sqlite3'

/** A match with what sorting needs. */
export interface Sortable {
  id: number
  sortName: string
  sizeBytes: number
}

const MATCH = 'search_fts MATCH ?'
const NEWEST = `SELECT rowid AS id FROM search_fts WHERE ${MATCH} AND rowid <= ? ORDER BY rowid DESC LIMIT ?`
const MAX_ID = Number.MAX_SAFE_INTEGER

export function createMatches(db: Database.Database) {
  const ids = (sql: string) => db.prepare<unknown[], number>(sql).pluck()
  const newest = ids(NEWEST)
  const oldest = ids(`SELECT rowid FROM search_fts WHERE ${MATCH} AND rowid >= ? ORDER BY rowid ASC LIMIT ?`)
  const newestOfAll = ids(
    'SELECT imageId FROM SearchDocument WHERE imageId <= ? AND isTrashed = 0 ORDER BY imageId DESC LIMIT ?',
  )
  const oldestOfAll = ids(
    'SELECT imageId FROM SearchDocument WHERE imageId >= ? AND isTrashed = 0 ORDER BY imageId ASC LIMIT ?',
  )
  const countFrom = ids(
    `SELECT count(*) FROM (SELECT 1 FROM search_fts WHERE ${MATCH} AND rowid >= ? ORDER BY rowid ASC LIMIT ?)`,
  )
  const countOfAllFrom = ids(
    `SELECT count(*) FROM (SELECT 1 FROM SearchDocument WHERE imageId >= ? AND isTrashed = 0 LIMIT ?)`,
  )
  const joined = (columns: string) =>
    `SELECT ${columns} FROM (${NEWEST}) p CROSS JOIN SearchDocument d ON d.imageId = p.id`
  const words = db.prepare<[string, number, number], { words: string | null; facets: string | null }>(
    joined("group_concat(d.words, '') AS words, group_concat(d.facets, '') AS facets"),
  )
  const facets = db.prepare<[string, number, number], { ids: string | null; facets: string | null }>(
    joined("group_concat(p.id) AS ids, group_concat(d.facets, '') AS facets"),
  )
  const sortables = db.prepare<[string, number, number], Sortable>(
    `SELECT p.id AS id, d.sortName AS sortName, d.sizeBytes AS sizeBytes
     FROM (${NEWEST}) p CROSS JOIN SearchDocument d ON d.imageId = p.id`,
  )
  const namesOfAll = db.prepare<[string, string, number, number], Sortable>(
    `SELECT imageId AS id, sortName, sizeBytes FROM SearchDocument INDEXED BY SearchDocument_name_idx
     WHERE isTrashed = 0 AND sortName >= ? AND (sortName, imageId) > (?, ?) ORDER BY sortName, imageId LIMIT ?`,
  )
  const sizesOfAll = db.prepare<[number, number, number, number], Sortable>(
    `SELECT imageId AS id, sortName, sizeBytes FROM SearchDocument INDEXED BY SearchDocument_size_idx
     WHERE isTrashed = 0 AND sizeBytes <= ? AND (sizeBytes, imageId) < (?, ?)
     ORDER BY sizeBytes DESC, imageId DESC LIMIT ?`,
  )

  const sortable = db.prepare<[number], Sortable>(
    'SELECT imageId AS id, sortName, sizeBytes FROM SearchDocument WHERE imageId = ? AND isTrashed = 0',
  )
  const nameBefore = ids(
    `SELECT imageId FROM SearchDocument INDEXED BY SearchDocument_name_idx
     WHERE isTrashed = 0 AND sortName <= ? AND (sortName, imageId) < (?, ?)
     ORDER BY sortName DESC, imageId DESC LIMIT 1`,
  )
  const largerThan = ids(
    `SELECT imageId FROM SearchDocument INDEXED BY SearchDocument_size_idx
     WHERE isTrashed = 0 AND sizeBytes >= ? AND (sizeBytes, imageId) > (?, ?)
     ORDER BY sizeBytes, imageId LIMIT 1`,
  )

  return {
    /** Ids up to and with `from`, newest first; `match` null for everything outside the trash. */
    newest: (match: string | null, from: number, limit: number): number[] =>
      match === null ? newestOfAll.all(from, limit) : newest.all(match, from, limit),
    /** Ids from `from` on, oldest first. */
    oldest: (match: string | null, from: number, limit: number): number[] =>
      match === null ? oldestOfAll.all(from, limit) : oldest.all(match, from, limit),
    /** How many from `id` on match, counted up to `cap`. */
    countFrom: (match: string | null, id: number, cap: number): number =>
      (match === null ? countOfAllFrom.get(id, cap) : countFrom.get(match, id, cap)) ?? 0,
    /** The packed words and facets of the newest matches up to and with `top`, joined in no order. */
    packed(match: string, top: number, limit: number): { words: string; facets: string } {
      const row = words.get(match, top, limit)
      return { words: row?.words ?? '', facets: row?.facets ?? '' }
    },
    /** The ids of the newest matches, newest first, and their packed facets, joined in no order. */
    withFacets(match: string, limit: number): { ids: number[]; facets: string } {
      const row = facets.get(match, MAX_ID, limit)
      const ids = row?.ids ? row.ids.split(',').map(Number) : []
      return { ids: ids.sort((a, b) => b - a), facets: row?.facets ?? '' }
    },
    sortables: (match: string, limit: number): Sortable[] => sortables.all(match, MAX_ID, limit),
    /** By name, after this one. */
    byName: (after: { name: string; id: number }, limit: number): Sortable[] =>
      namesOfAll.all(after.name, after.name, after.id, limit),
    /** Largest first, after this one. */
    bySize: (after: { sizeBytes: number; id: number }, limit: number): Sortable[] =>
      sizesOfAll.all(after.sizeBytes, after.sizeBytes, after.id, limit),
    /** The neighbours of an image among all, by name or by size. */
    aroundOfAll(id: number, sort: 'name' | 'largest') {
      const self = sortable.get(id)
      if (!self) return { previous: null, next: null, position: null }
      const { sortName, sizeBytes } = self
      const previous =
        sort === 'name' ? nameBefore.get(sortName, sortName, id) : largerThan.get(sizeBytes, sizeBytes, id)
      const [next] =
        sort === 'name' ? this.byName({ name: sortName, id }, 1) : this.bySize({ sizeBytes, id }, 1)
      return { previous: previous ?? null, next: next?.id ?? null, position: null }
    },
  }
}

export type Matches = ReturnType<typeof createMatches>
