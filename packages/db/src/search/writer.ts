/**
 * Keeps the search index in step with images. Call within the transaction that changed them, after every
 * change of status, annotations, tags, collections, notes, file name or trash: the index holds them all.
 */
import type Database from 'better-sqlite3'
import { perConnection } from '../per-connection.ts'
import { composeDocument, type SearchDocument } from './document.ts'
import { packFacets, packWords, unpackFacets, unpackWords } from './packed.ts'
import { readSources } from './source.ts'
import { stemOf } from './stem.ts'

const CHUNK = 500

function prepareStatements(db: Database.Database) {
  return {
    oldDocuments: db.prepare<[string], OldDocument>(
      `SELECT imageId, isTrashed, length, words, facets FROM SearchDocument
       WHERE imageId IN (SELECT value FROM json_each(?))`,
    ),
    deleteText: db.prepare<[number]>('DELETE FROM search_fts WHERE rowid = ?'),
    insertText: db.prepare<[number, ...string[]]>(
      `INSERT INTO search_fts (rowid, caption, detailedCaption, reading, text, labels, tags, fileName, notes, facets)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    deleteDocument: db.prepare<[number]>('DELETE FROM SearchDocument WHERE imageId = ?'),
    putDocument: db.prepare<[number, number, number, number, string, string, string]>(
      `INSERT INTO SearchDocument (imageId, isTrashed, length, sizeBytes, sortName, words, facets)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (imageId) DO UPDATE SET isTrashed = excluded.isTrashed, length = excluded.length,
         sizeBytes = excluded.sizeBytes, sortName = excluded.sortName, words = excluded.words,
         facets = excluded.facets`,
    ),
    findWord: db.prepare<[string], { id: number }>('SELECT id FROM SearchWord WHERE word = ?'),
    addWord: db.prepare<[string, string]>('INSERT INTO SearchWord (word, stem, documents) VALUES (?, ?, 0)'),
    addPieces: db.prepare<[number | bigint, string]>('INSERT INTO search_tri (rowid, word) VALUES (?, ?)'),
    countWord: db.prepare<[number, number]>('UPDATE SearchWord SET documents = documents + ? WHERE id = ?'),
    dropWord: db.prepare<[number]>('DELETE FROM SearchWord WHERE id = ? AND documents <= 0'),
    dropPieces: db.prepare<[number]>('DELETE FROM search_tri WHERE rowid = ?'),
    findFacet: db.prepare<[string, string], { id: number }>(
      'SELECT id FROM SearchFacet WHERE name = ? AND value = ?',
    ),
    addFacet: db.prepare<[string, string]>(
      'INSERT INTO SearchFacet (name, value, documents) VALUES (?, ?, 0)',
    ),
    countFacet: db.prepare<[number, number]>('UPDATE SearchFacet SET documents = documents + ? WHERE id = ?'),
    countTotals: db.prepare<[number, number, number]>(
      'UPDATE SearchTotals SET documents = documents + ?, trashed = trashed + ?, words = words + ? WHERE id = 1',
    ),
  }
}
type Statements = ReturnType<typeof prepareStatements>

interface OldDocument {
  imageId: number
  isTrashed: number
  length: number
  words: string
  facets: string
}

const statementsOf = perConnection(prepareStatements)

/** Adds up what a batch changes, so that each count is written once. */
class Counts {
  readonly #words = new Map<number, number>()
  readonly #facets = new Map<number, number>()
  readonly #statements: Statements
  readonly #wordIds = new Map<string, number>()
  readonly #facetIds = new Map<string, number>()
  #documents = 0
  #trashed = 0
  #length = 0

  constructor(statements: Statements) {
    this.#statements = statements
  }

  take(old: OldDocument): void {
    this.#documents--
    this.#trashed -= old.isTrashed
    this.#length -= old.length
    for (const [id] of unpackWords(old.words)) this.#words.set(id, (this.#words.get(id) ?? 0) - 1)
    if (old.isTrashed) return
    for (const id of unpackFacets(old.facets)) this.#facets.set(id, (this.#facets.get(id) ?? 0) - 1)
  }

  /** Counts a document and gives back its packed lists. */
  add(document: SearchDocument): { words: string; facets: string } {
    this.#documents++
    this.#trashed += document.isTrashed ? 1 : 0
    this.#length += document.length
    const words: [number, number][] = []
    for (const [word, frequency] of document.words) {
      const id = this.#wordId(word)
      words.push([id, frequency])
      this.#words.set(id, (this.#words.get(id) ?? 0) + 1)
    }
    const facets = document.facets.map((facet) => this.#facetId(facet.name, facet.value))
    if (!document.isTrashed) for (const id of facets) this.#facets.set(id, (this.#facets.get(id) ?? 0) + 1)
    const { id, length } = document
    return { words: packWords({ id, length, words }), facets: packFacets(facets) }
  }

  save(): void {
    for (const [id, change] of this.#words) {
      if (change === 0) continue
      this.#statements.countWord.run(change, id)
      if (change < 0 && this.#statements.dropWord.run(id).changes > 0) this.#statements.dropPieces.run(id)
    }
    for (const [id, change] of this.#facets) if (change !== 0) this.#statements.countFacet.run(change, id)
    this.#statements.countTotals.run(this.#documents, this.#trashed, this.#length)
  }

  #wordId(word: string): number {
    const known = this.#wordIds.get(word) ?? this.#statements.findWord.get(word)?.id
    const id = known ?? this.#addWord(word)
    this.#wordIds.set(word, id)
    return id
  }

  #addWord(word: string): number {
    const { lastInsertRowid } = this.#statements.addWord.run(word, stemOf(word))
    this.#statements.addPieces.run(lastInsertRowid, word)
    return Number(lastInsertRowid)
  }

  #facetId(name: string, value: string): number {
    const key = `${name}\n${value}`
    const known = this.#facetIds.get(key) ?? this.#statements.findFacet.get(name, value)?.id
    const id = known ?? Number(this.#statements.addFacet.run(name, value).lastInsertRowid)
    this.#facetIds.set(key, id)
    return id
  }
}

function replaceDocuments(
  db: Database.Database,
  ids: readonly number[],
  documents: readonly SearchDocument[],
): void {
  const statements = statementsOf(db)
  const counts = new Counts(statements)
  const kept = new Set(documents.map((document) => document.id))
  for (const old of statements.oldDocuments.all(JSON.stringify(ids))) {
    counts.take(old)
    statements.deleteText.run(old.imageId)
    if (!kept.has(old.imageId)) statements.deleteDocument.run(old.imageId)
  }
  for (const document of documents) {
    const { words, facets } = counts.add(document)
    statements.insertText.run(document.id, ...document.columns)
    statements.putDocument.run(
      document.id,
      document.isTrashed ? 1 : 0,
      document.length,
      document.sizeBytes,
      document.sortName,
      words,
      facets,
    )
  }
  counts.save()
}

function* chunks(ids: readonly number[]): Generator<number[]> {
  const distinct = [...new Set(ids)]
  for (let at = 0; at < distinct.length; at += CHUNK) yield distinct.slice(at, at + CHUNK)
}

/**
 * Brings the index up to date for these images; one that no longer exists leaves it. `raw` must be the
 * writing connection, inside the transaction of the change. About a millisecond an image.
 */
export function indexImages(raw: Database.Database, ids: readonly number[]): void {
  for (const chunk of chunks(ids)) replaceDocuments(raw, chunk, readSources(raw, chunk).map(composeDocument))
}

/** Takes images out of the index: for those that are purged. What is only trashed stays, for `is:trashed`: index it anew. */
export function removeFromIndex(raw: Database.Database, ids: readonly number[]): void {
  for (const chunk of chunks(ids)) replaceDocuments(raw, chunk, [])
}

/** Empties every search table. */
export function clearIndex(raw: Database.Database): void {
  raw.exec(`
    INSERT INTO search_fts (search_fts) VALUES ('delete-all');
    INSERT INTO search_tri (search_tri) VALUES ('delete-all');
    DELETE FROM SearchDocument;
    DELETE FROM SearchWord;
    DELETE FROM SearchFacet;
    UPDATE SearchTotals SET documents = 0, trashed = 0, words = 0 WHERE id = 1;
  `)
}
