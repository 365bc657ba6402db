/** Which image a row of a file is about: by its hash, else by its name. */
import type Database from 'better-sqlite3'
import { perConnection } from '../per-connection.ts'
import { sortKey } from '../search/words.ts'

export interface RowKey {
  sha256: string | null
  /** Perhaps with a path before it. */
  fileName: string | null
  /** 1-based; tells the pages of one PDF and the keyframes of one video apart. */
  page: number | null
}

export type RowMatch =
  | { type: 'found'; id: number }
  | { type: 'unmatched' }
  /** Several images fit, and nothing in the row tells which. */
  | { type: 'ambiguous'; count: number }

interface Candidate {
  id: number
  fileName: string
  page: number
}

const statements = perConnection((db) => ({
  byHash: db.prepare<[string], Candidate>(
    'SELECT id, fileName, page FROM Image WHERE sha256 = ? AND deletedAt IS NULL ORDER BY id',
  ),
  byName: db.prepare<[string], Candidate>(
    `SELECT i.id, i.fileName, i.page FROM SearchDocument d INDEXED BY SearchDocument_name_idx
     JOIN Image i ON i.id = d.imageId WHERE d.isTrashed = 0 AND d.sortName = ? ORDER BY i.id`,
  ),
}))

const baseName = (name: string) => name.split(/[/\\]/).at(-1)?.trim() ?? ''
const foldName = (name: string) => name.normalize('NFC').toLowerCase()

/** The same name, or where there is none the same but for upper and lower case. Pure. */
export function ofName<T extends { fileName: string }>(candidates: readonly T[], name: string): T[] {
  const exact = candidates.filter(({ fileName }) => fileName.normalize('NFC') === name.normalize('NFC'))
  return exact.length > 0 ? exact : candidates.filter(({ fileName }) => foldName(fileName) === foldName(name))
}

function toMatch(candidates: readonly Candidate[], { page, fileName }: RowKey): RowMatch {
  const ofPage = page === null ? candidates : candidates.filter((candidate) => candidate.page === page)
  const named = fileName === null || ofPage.length < 2 ? ofPage : ofName(ofPage, baseName(fileName))
  const [first] = named.length > 0 ? named : ofPage
  if (!first) return { type: 'unmatched' }
  const count = named.length > 0 ? named.length : ofPage.length
  return count === 1 ? { type: 'found', id: first.id } : { type: 'ambiguous', count }
}

/** A hash decides where there is one: other bytes of the same name are another image. The trash is left out. */
export function matchRow(db: Database.Database, key: RowKey): RowMatch {
  const { byHash, byName } = statements(db)
  if (key.sha256 !== null) return toMatch(byHash.all(key.sha256), key)
  const name = key.fileName === null ? '' : baseName(key.fileName)
  if (name === '') return { type: 'unmatched' }
  return toMatch(ofName(byName.all(sortKey(name)), name), key)
}
