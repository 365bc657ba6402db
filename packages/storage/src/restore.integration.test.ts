import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { MIGRATIONS_DIR, migrate } from '@vitrine/db/migrations'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { backup } from './backup.ts'
import { BLOBS, blobPath, DATABASE } from './layout.ts'
import { restore } from './restore.ts'
import { allFiles, allRows, diskWith, makeFolder, NOW, openLibrary } from './testing.ts'

/** A backup of a library with three images, and the snapshot's folder. */
async function makeBackup() {
  const library = openLibrary()
  const images = [await library.add('one'), await library.add('two'), await library.add('three')]
  const folder = makeFolder()
  const { snapshot } = await backup({
    dataDir: library.dataDir,
    folder,
    version: '1.2.3',
    now: () => NOW,
  })
  const snapshotDir = path.join(folder, 'snapshots', snapshot)
  return { library, images, folder, snapshot, snapshotDir }
}

const emptyFolder = () => path.join(makeFolder(), 'data')

function expectSame(dataDir: string, original: string): void {
  expect(allRows(path.join(dataDir, DATABASE))).toEqual(allRows(path.join(original, DATABASE)))
  expect(allFiles(path.join(dataDir, BLOBS))).toEqual(allFiles(path.join(original, BLOBS)))
  expect(existsSync(path.join(dataDir, '.restoring'))).toBe(false)
}

function changeManifest(snapshotDir: string, change: Record<string, unknown>): void {
  const file = path.join(snapshotDir, 'manifest.json')
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }))
}

describe('where a library is restored', () => {
  it('may be a folder that holds weights and empty folders', async () => {
    const { library, folder } = await makeBackup()
    const dataDir = emptyFolder()
    mkdirSync(path.join(dataDir, 'models/owner'), { recursive: true })
    writeFileSync(path.join(dataDir, 'models/owner/weights'), 'weights')
    mkdirSync(path.join(dataDir, 'blobs/ab'), { recursive: true })
    mkdirSync(path.join(dataDir, 'tmp'))
    await restore({ folder, dataDir })
    expectSame(dataDir, library.dataDir)
    expect(existsSync(path.join(dataDir, 'models/owner/weights'))).toBe(true)
  })

  it.each(['vitrine.db', 'vitrine.db-wal', 'blobs/ab/cd/file', 'uploads/half', 'letter.txt'])(
    'may not hold %s, and is left as it is',
    async (name) => {
      const { folder } = await makeBackup()
      const dataDir = emptyFolder()
      mkdirSync(path.dirname(path.join(dataDir, name)), { recursive: true })
      writeFileSync(path.join(dataDir, name), 'precious')
      const before = allFiles(dataDir)
      await expect(restore({ folder, dataDir })).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('is not empty'),
      })
      expect(allFiles(dataDir)).toEqual(before)
    },
  )

  it('has no half a library when the disk is full, and takes the rest once there is room', async () => {
    const { library, folder, snapshotDir } = await makeBackup()
    const dataDir = emptyFolder()
    const { length } = readFileSync(path.join(snapshotDir, DATABASE))
    const full = restore({ folder, dataDir, openForWriting: diskWith(length + 3000) })
    await expect(full).rejects.toMatchObject({ code: 'storage-full' })
    expect(readdirSync(dataDir)).toEqual(['.restoring'])
    await restore({ folder, dataDir })
    expectSame(dataDir, library.dataDir)
  })
})

describe('a restore that is killed', () => {
  it.each([1, 3, 6])(
    'at write %i leaves no library, and the next one makes it whole',
    async (diesAtWrite) => {
      const { library, folder } = await makeBackup()
      const dataDir = emptyFolder()
      const script = path.join(import.meta.dirname, 'testing-child.ts')
      const work = JSON.stringify({ task: 'restore', folder, dataDir, diesAtWrite })
      const run = spawnSync(process.execPath, ['--import', 'tsx', script, work], { encoding: 'utf8' })
      expect(run).toMatchObject({ signal: 'SIGKILL', stderr: '' })
      expect(readdirSync(dataDir)).toEqual(['.restoring'])
      expect(await restore({ folder, dataDir })).toMatchObject({ missing: [], corrupt: [] })
      expectSame(dataDir, library.dataDir)
    },
  )

  it('between its last two steps goes on from there', async () => {
    const { library, folder } = await makeBackup()
    const dataDir = emptyFolder()
    mkdirSync(path.join(dataDir, '.restoring/tmp'), { recursive: true })
    cpSync(path.join(folder, BLOBS), path.join(dataDir, BLOBS), { recursive: true })
    await restore({ folder, dataDir })
    expectSame(dataDir, library.dataDir)
  })

  it('does not take blobs of a library that was begun meanwhile for its own', async () => {
    const { folder } = await makeBackup()
    const dataDir = emptyFolder()
    for (const name of ['.restoring/blobs/ab', 'blobs/cd'])
      mkdirSync(path.join(dataDir, name), { recursive: true })
    writeFileSync(path.join(dataDir, 'blobs/cd/new'), 'precious')
    await expect(restore({ folder, dataDir })).rejects.toThrow('is not empty')
    expect(existsSync(path.join(dataDir, 'blobs/cd/new'))).toBe(true)
  })
})

describe('what cannot be restored', () => {
  it('is a backup of a newer schema, and nothing is begun', async () => {
    const { folder, snapshotDir } = await makeBackup()
    changeManifest(snapshotDir, { version: '9.0.0', schema: ['0001_init', '9999_later'] })
    const dataDir = emptyFolder()
    await expect(restore({ folder, dataDir })).rejects.toThrow(
      'This backup was made by a newer Vitrine (9.0.0); its database knows 9999_later, and this one does not.',
    )
    expect(existsSync(dataDir)).toBe(false)
  })

  it.each([
    ['a manifest of another form', { format: 2 }, 'was written by a newer Vitrine'],
    [
      'a database that is not the one that was written',
      { database: { sha256: 'a'.repeat(64), sizeBytes: 1 } },
      'vitrine.db in this backup is corrupt',
    ],
    [
      'rows that are not those that were counted',
      { rows: { Image: 7 } },
      'has other rows than were backed up: Image',
    ],
  ])('is %s', async (_, change, sentence) => {
    const { folder, snapshotDir } = await makeBackup()
    changeManifest(snapshotDir, change)
    const dataDir = emptyFolder()
    await expect(restore({ folder, dataDir })).rejects.toThrow(sentence)
    expect(existsSync(path.join(dataDir, DATABASE))).toBe(false)
  })

  it('is a folder without a backup, or a snapshot that is not in it', async () => {
    const { folder, snapshot } = await makeBackup()
    const dataDir = emptyFolder()
    await expect(restore({ folder: makeFolder(), dataDir })).rejects.toThrow('There is no finished backup')
    await expect(restore({ folder, dataDir, snapshot: '../..' })).rejects.toMatchObject({
      code: 'not-found',
      suggestion: `There are: ${snapshot}.`,
    })
  })
})

it('brings everything else back when the backup itself has lost bytes, and says which', async () => {
  const { images, folder } = await makeBackup()
  const [one, two] = images
  if (!one || !two) throw new Error('There are three images.')
  rmSync(blobPath(path.join(folder, BLOBS), one.sha256))
  writeFileSync(blobPath(path.join(folder, BLOBS), two.sha256), 'tvo '.repeat(500))
  const dataDir = emptyFolder()
  const report = await restore({ folder, dataDir })
  expect(report).toMatchObject({ missing: [one.sha256], corrupt: [two.sha256] })
  expect(Object.keys(allFiles(path.join(dataDir, BLOBS)))).toHaveLength(4)
})

it('brings the database of an older version up to date', async () => {
  const old = path.join(makeFolder(), 'data')
  const migrationsDir = makeFolder()
  cpSync(path.join(MIGRATIONS_DIR, '0001_init'), path.join(migrationsDir, '0001_init'), { recursive: true })
  migrate({ file: path.join(old, DATABASE), migrationsDir })
  const db = new Database(path.join(old, DATABASE))
  db.exec("INSERT INTO Setting (key, value) VALUES ('old', '1')")
  db.close()
  const folder = makeFolder()
  await backup({ dataDir: old, folder, version: '0.1.0', now: () => NOW })
  const dataDir = emptyFolder()
  const { applied } = await restore({ folder, dataDir })
  expect(applied[0]).toBe('0002_search')
  expect(allRows(path.join(dataDir, DATABASE))).toMatchObject({
    Setting: [{ key: 'old', value: '1' }],
    Turn: [],
  })
})
