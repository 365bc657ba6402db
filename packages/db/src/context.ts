/** What stores are made of. */
import type Database from 'better-sqlite3'
import type { DbHandle } from './connection.ts'

/** The half of search that other stores use: keeping the index in step, and finding what a query names. */
export interface SearchIndex {
  /**
   * Writes the search documents of these images anew, after any change of them: status, annotations, tags,
   * collections, notes, trash. Call inside the write that made it.
   */
  indexImages(db: Database.Database, ids: readonly number[]): void
  /** Takes these images out of the index, before their rows go. Call inside a write. */
  removeFromIndex(db: Database.Database, ids: readonly number[]): void
  /** Ids a query finds, newest first. */
  resolveQueryIds(handle: DbHandle, query: string, limit: number): number[] | Promise<number[]>
}

export interface StoreContext {
  handle: DbHandle
  index: SearchIndex
}

/** A write under way: what changes images is passed one, and so can't be called outside a transaction. */
export interface Change {
  db: Database.Database
  index: SearchIndex
  /** When, in milliseconds since 1970. */
  at: number
}

/** `handle.write` with a Change. */
export function writeChange<T>({ handle, index }: StoreContext, work: (change: Change) => T): Promise<T> {
  return handle.write((db) => work({ db, index, at: handle.now() }))
}
