import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createTestDb, makeNewImage, makePerception, makeTriage, type TestDb } from '../testing.ts'
import { CONTRADICTIONS, inspect, openDatabaseFile, snapshotDatabase } from './index.ts'

function openTest(): TestDb {
  const test = createTestDb()
  onTestFinished(test.dispose)
  return test
}

/** A connection without any rule, as a fault of the product or a person with a tool would have it. */
function meddle(file: string): Database.Database {
  const db = new Database(file)
  db.pragma('foreign_keys = OFF')
  onTestFinished(() => void db.close())
  return db
}

async function readOne({ db }: TestDb, seed: string): Promise<number> {
  const { id } = await db.images.create(makeNewImage(seed))
  const [job] = await db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 60_000 })
  if (!job) throw new Error('There is no job.')
  const outcome = { result: makePerception(), triage: makeTriage(), hasReasoningEngine: false }
  await db.jobs.commitPerception(job, outcome)
  return id
}

describe('a snapshot', () => {
  it('holds the state of its beginning and ends, though others write at every step', async () => {
    const test = openTest()
    await readOne(test, 'before')
    const writer = meddle(test.file)
    const padding = writer.prepare("INSERT INTO Setting (key, value) VALUES (?, printf('%.*c', 100000, 'x'))")
    for (let index = 0; index < 100; index += 1) padding.run(`padding ${index}`)
    const change = writer.prepare("INSERT INTO Setting (key, value) VALUES (?, 'meanwhile')")
    let steps = 0
    const to = `${test.file}.copy`
    await snapshotDatabase({
      from: test.file,
      to,
      onProgress: () => {
        steps += 1
        change.run(`meanwhile ${steps}`)
      },
    })
    expect(steps).toBeGreaterThan(3)
    const copy = openDatabaseFile(to)
    onTestFinished(copy.close)
    expect(copy.facts().rows).toMatchObject({ Image: 1, Setting: 100 })
    expect(await inspect(to)).toEqual([])
    expect(existsSync(`${to}-wal`)).toBe(false)
  })

  it('ends when it is cancelled', async () => {
    const { file } = openTest()
    const cancelled = snapshotDatabase({ from: file, to: `${file}.copy`, signal: AbortSignal.abort() })
    await expect(cancelled).rejects.toThrow('aborted')
  })
})

describe('a database file', () => {
  it('says which blobs it names, page by page, and what it holds', async () => {
    const test = openTest()
    for (const seed of ['one', 'two', 'three']) await test.db.images.create(makeNewImage(seed))
    const file = openDatabaseFile(test.file)
    onTestFinished(file.close)
    const first = file.blobs('', 4)
    const rest = file.blobs(first.at(-1)?.sha256 ?? '', 4)
    const names = [...first, ...rest].map(({ sha256 }) => sha256)
    expect(names).toEqual([...new Set(names)].sort())
    expect(file.blobTotals()).toEqual({ count: 6, bytes: 3 * 2_009_000 })
    expect(file.hasBlob(makeNewImage('two').sha256)).toBe(true)
    expect(file.hasBlob(makeNewImage('four').sha256)).toBe(false)
    expect(file.facts().rows).toMatchObject({ Image: 3, Variant: 3, Blob: 6, Job: 3 })
    expect(Object.keys(file.facts().rows).filter((name) => name.startsWith('search_fts'))).toEqual([])
  })

  it('is refused in words where there is none, or something else', async () => {
    const { file } = openTest()
    expect(() => openDatabaseFile(`${file}.none`)).toThrow('There is no database at')
    expect(() => openDatabaseFile(`${file}/none/deeper`)).toThrow('There is no database at')
    writeFileSync(
      `${file}.text`,
      'This is a letter and no database, though it is long enough to be one.'.repeat(99),
    )
    onTestFinished(() => rmSync(`${file}.text`, { force: true }))
    expect(() => openDatabaseFile(`${file}.text`)).toThrow('is not a sound SQLite database')
  })
})

describe('looking a database through', () => {
  it('finds nothing in one that was used as it should be', async () => {
    const test = openTest()
    await readOne(test, 'read')
    await test.db.images.create(makeNewImage('queued'))
    const trashed = await readOne(test, 'trashed')
    await test.db.images.trash({ ids: [trashed] })
    expect(await inspect(test.file)).toEqual([])
  })

  const FAULTS: [name: string, sql: string][] = [
    ['unused-blob', "INSERT INTO Blob VALUES ('aa', 1, 'image/jpeg', 1)"],
    ['size-differs', 'UPDATE Variant SET sizeBytes = 1'],
    ['no-thumbnail', "UPDATE Variant SET kind = 'preview'"],
    ['no-job', "UPDATE Image SET status = 'queued'"],
    ['ready-unread', 'DELETE FROM StageResult'],
    ['job-without-lease', "UPDATE Job SET state = 'running', token = NULL"],
    ['two-readings', 'UPDATE Image SET hasTwoReadings = 1'],
    [
      'embedding-size',
      "INSERT INTO Embedding (imageId, space, dimensions, vector) VALUES (1, 's', 3, x'0000')",
    ],
    ['video-without-frames', 'INSERT INTO Video (sha256) SELECT sha256 FROM Image'],
    ['not-searchable', 'DELETE FROM SearchDocument'],
    ['searchable-nothing', 'UPDATE SearchDocument SET imageId = 99'],
    ['search-totals', 'UPDATE SearchTotals SET documents = 7'],
    [
      'shown-turn',
      "INSERT INTO Conversation (title, activeTurnId, createdAt, updatedAt) VALUES ('t', 99, 1, 1)",
    ],
    [
      'turn-parent',
      `INSERT INTO Conversation (id, title, createdAt, updatedAt) VALUES (1, 'a', 1, 1), (2, 'b', 1, 1);
       INSERT INTO Turn (id, conversationId, question, scope, state, createdAt) VALUES (1, 1, 'q', 'pictures', 'done', 1);
       INSERT INTO Turn (id, conversationId, parentId, question, scope, state, createdAt)
       VALUES (2, 2, 1, 'q', 'pictures', 'done', 1)`,
    ],
    ['broken-references', 'UPDATE Variant SET imageId = 99'],
  ]

  it.each(FAULTS)('finds %s', async (name, sql) => {
    const test = openTest()
    await readOne(test, 'one')
    meddle(test.file).exec(sql)
    const found = await inspect(test.file)
    expect(found.map((finding) => finding.name)).toContain(name)
    expect(found.find((finding) => finding.name === name)).toMatchObject({ count: 1 })
  })

  it('has a fault in this table for every contradiction it knows', () => {
    const tried = new Set(FAULTS.map(([name]) => name))
    expect(CONTRADICTIONS.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([])
  })

  it('finds a file that was cut short', async () => {
    const test = openTest()
    for (let index = 0; index < 50; index += 1) await test.db.images.create(makeNewImage(`image ${index}`))
    const copy = `${test.file}.copy`
    await snapshotDatabase({ from: test.file, to: copy })
    truncateSync(copy, Math.floor(readFileSync(copy).length / 8192) * 4096)
    expect(await inspect(copy)).toMatchObject([{ name: 'damaged-database' }])
  })

  it('finds an index that no longer fits its table', async () => {
    const test = openTest()
    const copy = `${test.file}.copy`
    await test.db.collections.create('holiday')
    await snapshotDatabase({ from: test.file, to: copy })
    const bytes = readFileSync(copy)
    // The name lies in the table and in the index of names; the last one is changed.
    bytes.write('birthday'.slice(0, 7), bytes.lastIndexOf('holiday'))
    writeFileSync(copy, bytes)
    expect(await inspect(copy)).toMatchObject([{ name: 'damaged-database', count: 1 }])
  })
})
