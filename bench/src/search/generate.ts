/** Fills a database with made-up images, in large transactions, through the product's own index writer. */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { indexImages, migrate } from '@vitrine/db/testing'
import Database from 'better-sqlite3'
import { createRandom } from './random.ts'
import { type MadeUpImage, makeUpImage } from './records.ts'
import { TAGS } from './words.ts'

const BATCH = 5000
const STARTED_AT = Date.UTC(2026, 0, 1)

export interface Generated {
  file: string
  /** Null when the file was there already. */
  made: { seconds: number; rowsPerSecond: number; indexSeconds: number; optimizeSeconds: number } | null
}

function prepareInserts(db: Database.Database) {
  const annotation = db.prepare<[number, string, string, number, string, number]>(
    `INSERT INTO Annotation (imageId, stage, type, position, text, sourceId, createdAt)
     VALUES (?, ?, ?, ?, ?, 1, ?)`,
  )
  return {
    blob: db.prepare(
      'INSERT INTO Blob (sha256, sizeBytes, mediaType, createdAt) VALUES (@sha256, @sizeBytes, @mediaType, @createdAt)',
    ),
    image: db.prepare(
      `INSERT INTO Image (id, sha256, mediaType, fileName, width, height, sizeBytes, status, reasoning, kind,
         caption, engine, objectCount, textLength, createdAt, updatedAt, takenAt)
       VALUES (@id, @sha256, @mediaType, @fileName, @width, @height, @sizeBytes, 'ready', 'not-needed', @kind,
         @caption, 'builtin', @objectCount, @textLength, @createdAt, @createdAt, @takenAt)`,
    ),
    annotate: (imageId: number, type: string, texts: readonly string[]) => {
      for (const [position, text] of texts.entries())
        annotation.run(imageId, 'perception', type, position, text, STARTED_AT)
    },
    tag: db.prepare<[number, string]>(
      `INSERT INTO ImageTag (imageId, tagId, author, createdAt)
       SELECT ?, id, 'person', 0 FROM Tag WHERE key = ?`,
    ),
  }
}

function insertImage(inserts: ReturnType<typeof prepareInserts>, id: number, image: MadeUpImage): void {
  const blob = {
    sha256: id.toString(16).padStart(64, '0'),
    sizeBytes: image.sizeBytes,
    mediaType: image.fileName.endsWith('.png') ? 'image/png' : 'image/jpeg',
    createdAt: STARTED_AT + id * 1000,
  }
  inserts.blob.run(blob)
  inserts.image.run({
    ...blob,
    id,
    fileName: image.fileName,
    width: image.width,
    height: image.height,
    kind: image.kind,
    caption: image.caption,
    objectCount: image.labels.length,
    textLength: image.lines.join('\n').length,
    takenAt: image.takenAt,
  })
  inserts.annotate(id, 'caption', [image.caption])
  inserts.annotate(id, 'detailed-caption', [image.detailedCaption])
  inserts.annotate(id, 'detection', image.labels)
  inserts.annotate(id, 'text-region', image.lines)
  inserts.annotate(id, 'kind', [image.kind])
  if (image.tag !== null) inserts.tag.run(id, image.tag)
}

function openForBulk(file: string): Database.Database {
  const db = new Database(file)
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = OFF',
    'foreign_keys = OFF',
    'cache_size = -524288',
  ])
    db.pragma(pragma)
  // Fewer, larger pieces of index to merge; set back to SQLite's own value when done.
  db.exec("INSERT INTO search_fts (search_fts, rank) VALUES ('hashsize', 67108864)")
  db.exec("INSERT INTO Source (id, author, engine) VALUES (1, 'model', 'builtin')")
  const tag = db.prepare('INSERT INTO Tag (name, key) VALUES (?, ?)')
  for (const name of TAGS) tag.run(name, name)
  return db
}

function fill(file: string, count: number): NonNullable<Generated['made']> {
  const db = openForBulk(file)
  const inserts = prepareInserts(db)
  const random = createRandom(20_260_501)
  const startedAt = performance.now()
  let indexMs = 0
  const batch = db.transaction((first: number, last: number) => {
    const ids: number[] = []
    for (let id = first; id <= last; id++) {
      insertImage(inserts, id, makeUpImage(random, id))
      ids.push(id)
    }
    const indexedAt = performance.now()
    indexImages(db, ids)
    indexMs += performance.now() - indexedAt
  })
  for (let first = 1; first <= count; first += BATCH) {
    const last = Math.min(count, first + BATCH - 1)
    batch(first, last)
    if (last % 50_000 === 0) {
      const rate = last / ((performance.now() - startedAt) / 1000)
      process.stderr.write(`  ${last} of ${count} images, ${Math.round(rate)} a second\n`)
    }
  }
  const seconds = (performance.now() - startedAt) / 1000
  const optimizedAt = performance.now()
  db.exec("INSERT INTO search_fts (search_fts, rank) VALUES ('hashsize', 1048576)")
  db.exec(
    "INSERT INTO search_fts (search_fts) VALUES ('optimize'); INSERT INTO search_tri (search_tri) VALUES ('optimize')",
  )
  db.exec('ANALYZE')
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  return {
    seconds,
    rowsPerSecond: count / seconds,
    indexSeconds: indexMs / 1000,
    optimizeSeconds: (performance.now() - optimizedAt) / 1000,
  }
}

/** The database of `count` images in `folder`, made when it is not there. */
export function ensureDatabase(folder: string, count: number): Generated {
  const file = path.join(folder, `search-${count}.db`)
  if (existsSync(file)) {
    migrate({ file })
    return { file, made: null }
  }
  mkdirSync(folder, { recursive: true })
  const unfinished = `${file}.unfinished`
  for (const suffix of ['', '-wal', '-shm']) rmSync(unfinished + suffix, { force: true })
  migrate({ file: unfinished })
  const made = fill(unfinished, count)
  renameSync(unfinished, file)
  return { file, made }
}

/** Bytes of the file, and of the search tables with their indexes. */
export function measureSize(file: string): { bytes: number; searchBytes: number } {
  const db = new Database(file, { readonly: true })
  try {
    const search = db
      .prepare<[], number>(
        "SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND lower(name) LIKE 'search%'",
      )
      .pluck()
    return { bytes: statSync(file).size, searchBytes: search.get() ?? 0 }
  } finally {
    db.close()
  }
}
