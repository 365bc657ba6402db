import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { openDb } from '@vitrine/db/testing'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type BackupOptions, backup } from './backup.ts'
import { backupFolder, listSnapshots } from './backup-folder.ts'
import { checkLibrary } from './check.ts'
import { BLOBS, blobPath, DATABASE } from './layout.ts'
import { restore } from './restore.ts'
import {
  allFiles,
  allRows,
  diskWith,
  makeFolder,
  NOW,
  openLibrary,
  putBlob,
  sha256Of,
  type TestLibrary,
} from './testing.ts'

function backUp(library: TestLibrary, folder: string, options: Partial<BackupOptions> = {}) {
  return backup({
    dataDir: library.dataDir,
    folder,
    version: '1.2.3',
    now: () => NOW,
    ...options,
  })
}

async function restored(folder: string): Promise<string> {
  const dataDir = path.join(makeFolder(), 'data')
  const report = await restore({ folder, dataDir })
  expect(report).toMatchObject({ missing: [], corrupt: [] })
  return dataDir
}

/** That a library has all rows and all stored files of another, and nothing is wrong with it. */
async function expectSame(dataDir: string, original: string): Promise<void> {
  expect(allRows(path.join(dataDir, DATABASE))).toEqual(allRows(path.join(original, DATABASE)))
  expect(allFiles(path.join(dataDir, BLOBS))).toEqual(allFiles(path.join(original, BLOBS)))
  await expectSound(dataDir)
}

async function expectSound(dataDir: string): Promise<void> {
  const check = await checkLibrary({ dataDir, isDeep: true, now: Date.now })
  expect(check).toMatchObject({ findings: [], missing: [], corrupt: [], strangers: [] })
}

/** Runs a backup or a restore in a process that kills itself. */
function runAndDie(work: Record<string, unknown>) {
  const script = path.join(import.meta.dirname, 'testing-child.ts')
  const run = spawnSync(process.execPath, ['--import', 'tsx', script, JSON.stringify(work)], {
    encoding: 'utf8',
  })
  expect(run.stderr).toBe('')
  expect(run.signal).toBe('SIGKILL')
}

const snapshotsIn = (folder: string) => listSnapshots(backupFolder(folder))

describe('backup and restore', () => {
  it('bring back every row, every stored byte and what lies beside them', async () => {
    const library = openLibrary()
    const dog = await library.add('dog')
    await library.add('cat')
    const bird = await library.add('bird')
    await library.db.images.setCaption(dog.id, 'caption', 'My dog.', 'Ann')
    await library.db.tags.add('pets', { ids: [dog.id] })
    await library.db.images.trash({ ids: [bird.id] })
    const notes = { 'imported.jsonl': '{"path":"/a"}\n', 'cache/inference-settings.json': '{}' }
    for (const [name, text] of Object.entries(notes)) {
      mkdirSync(path.dirname(path.join(library.dataDir, name)), { recursive: true })
      writeFileSync(path.join(library.dataDir, name), text, { mode: 0o600 })
    }
    const folder = makeFolder()
    const report = await backUp(library, folder)
    expect(report).toMatchObject({ snapshot: '2026-11-25T09-30-00.000Z', copied: 6, removed: [] })
    expect(report.manifest).toMatchObject({ version: '1.2.3', blobs: { count: 6 }, missing: [], corrupt: [] })
    const dataDir = await restored(folder)
    await expectSame(dataDir, library.dataDir)
    for (const [name, text] of Object.entries(notes)) {
      expect(readFileSync(path.join(dataDir, name), 'utf8')).toBe(text)
      expect(statSync(path.join(dataDir, name)).mode & 0o777).toBe(0o600)
    }
    const db = openDb({ file: path.join(dataDir, DATABASE) })
    onTestFinished(() => db.close())
    const found = await db.search.search({
      query: 'tag:pets',
      sort: 'relevance',
      limit: 10,
      everything: false,
    })
    expect(found.hits.map((hit) => hit.image.id)).toEqual([dog.id])
  })

  it('copy only what is new the next time, and each snapshot can be restored', async () => {
    const library = openLibrary()
    await library.add('first')
    const folder = makeFolder()
    await backUp(library, folder)
    const before = allRows(path.join(library.dataDir, DATABASE))
    await library.add('second')
    expect(await backUp(library, folder, { now: () => NOW + 60_000 })).toMatchObject({ copied: 2 })
    await expectSame(await restored(folder), library.dataDir)
    const earlier = path.join(makeFolder(), 'data')
    await restore({ folder, dataDir: earlier, snapshot: '2026-11-25T09-30-00.000Z' })
    expect(allRows(path.join(earlier, DATABASE))).toEqual(before)
    expect(Object.keys(allFiles(path.join(earlier, BLOBS)))).toHaveLength(2)
  })

  it('share the bytes of stored files where that is wanted, and still restore copies', async () => {
    const library = openLibrary()
    const { sha256 } = await library.add('linked')
    const folder = makeFolder()
    expect(await backUp(library, folder, { link: true })).toMatchObject({ copied: 2 })
    const inode = (file: string) => statSync(file).ino
    expect(inode(blobPath(path.join(folder, BLOBS), sha256))).toBe(inode(library.path(sha256)))
    const dataDir = await restored(folder)
    expect(inode(blobPath(path.join(dataDir, BLOBS), sha256))).not.toBe(inode(library.path(sha256)))
    await expectSame(dataDir, library.dataDir)
  })
})

describe('a backup while people work', () => {
  it('is a sound library, though images come and go all the time', async () => {
    const library = openLibrary(Date.now)
    for (let index = 0; index < 40; index += 1) await library.add(`before ${index}`)
    const folder = makeFolder()
    const done = new AbortController()
    const working = (async () => {
      let count = 0
      for (; !done.signal.aborted; count += 1) {
        const { id } = await library.add(`meanwhile ${count}`)
        if (count % 3 === 0) await library.purge(id)
        if (count < 20) await library.purge(count + 1)
        // One thread does both here: the backup gets its turns, and is faster than what comes.
        for (let turns = 0; turns < 10; turns += 1) await turn()
      }
      return count
    })()
    const reports = [
      await backUp(library, folder, { now: Date.now }),
      await backUp(library, folder, { now: Date.now }),
    ]
    done.abort()
    expect(await working).toBeGreaterThan(0)
    for (const { snapshot, manifest } of reports) {
      expect(manifest).toMatchObject({ missing: [], corrupt: [] })
      const dataDir = path.join(makeFolder(), 'data')
      expect(await restore({ folder, dataDir, snapshot })).toMatchObject({ missing: [], corrupt: [] })
      await expectSound(dataDir)
    }
    await expectSound(library.dataDir)
  })

  it('takes a newer snapshot when an image went between the database and its bytes', async () => {
    const library = openLibrary()
    await library.add('stays')
    const raw = new Database(path.join(library.dataDir, DATABASE))
    onTestFinished(() => void raw.close())
    let sha256 = ''
    let snapshots = 0
    await backUp(library, makeFolder(), {
      onProgress: ({ phase, share }) => {
        if (share !== 1) return
        if (phase === 'blobs' && sha256 === '') {
          sha256 = putBlob(library.dataDir, 'comes late and goes soon')
          raw.prepare("INSERT INTO Blob VALUES (?, 24, 'image/png', ?)").run(sha256, NOW + 1)
        }
        if (phase !== 'database') return
        snapshots += 1
        raw.prepare('DELETE FROM Blob WHERE sha256 = ?').run(sha256)
        rmSync(library.path(sha256), { force: true })
      },
    }).then(({ manifest }) => expect(manifest).toMatchObject({ blobs: { count: 2 }, missing: [] }))
    expect(snapshots).toBe(2)
  })
})

describe('a backup that is killed', () => {
  it.each([
    ['in the middle of a stored file', { diesAtWrite: 3 }],
    ['before the database is copied', { diesIn: 'database' }],
    ['before the snapshot is whole', { diesIn: 'verifying' }],
  ])('%s leaves no snapshot, and the next one goes on from there', async (_, death) => {
    const library = openLibrary()
    for (const seed of ['one', 'two', 'three']) await library.add(seed)
    const folder = makeFolder()
    runAndDie({ task: 'backup', dataDir: library.dataDir, folder, ...death })
    // The dead process holds nothing: the folder can be backed up into at once, below.
    expect(await snapshotsIn(folder)).toEqual([])
    const nowhere = path.join(makeFolder(), 'data')
    await expect(restore({ folder, dataDir: nowhere })).rejects.toThrow('There is no finished backup')
    const kept = Object.keys(allFiles(path.join(folder, BLOBS))).length
    expect(await backUp(library, folder)).toMatchObject({ copied: 6 - kept })
    expect(allFiles(path.join(folder, 'incoming'))).toEqual({})
    await expectSame(await restored(folder), library.dataDir)
  })

  it('leaves the snapshots before it as they were', async () => {
    const library = openLibrary()
    await library.add('one')
    const folder = makeFolder()
    await backUp(library, folder)
    const snapshots = allFiles(path.join(folder, 'snapshots'))
    const rows = allRows(path.join(library.dataDir, DATABASE))
    await library.add('two')
    runAndDie({ task: 'backup', dataDir: library.dataDir, folder, diesIn: 'verifying' })
    expect(allFiles(path.join(folder, 'snapshots'))).toEqual(snapshots)
    expect(allRows(path.join(await restored(folder), DATABASE))).toEqual(rows)
  })
})

describe('a disk that is full', () => {
  it.each([10, 1000, 1600])('after %i bytes is said so, and what was there stays', async (capacity) => {
    const library = openLibrary()
    await library.add('one')
    const folder = makeFolder()
    await backUp(library, folder)
    const snapshots = await snapshotsIn(folder)
    await library.add('two')
    const full = backUp(library, folder, { now: () => NOW + 1, openForWriting: diskWith(capacity) })
    await expect(full).rejects.toMatchObject({
      code: 'storage-full',
      message: 'The disk that holds the backup is full.',
    })
    expect(await snapshotsIn(folder)).toEqual(snapshots)
    expect(allFiles(path.join(folder, 'incoming'))).toEqual({})
    for (const [file, sha256] of Object.entries(allFiles(path.join(folder, BLOBS))))
      expect(path.basename(file)).toBe(sha256)
    expect(await backUp(library, folder, { now: () => NOW + 2 })).toMatchObject({ manifest: { missing: [] } })
    await expectSame(await restored(folder), library.dataDir)
  })
})

describe('a library that has lost bytes', () => {
  it('is backed up as it is, and both sides say what is not there', async () => {
    const library = openLibrary()
    await library.add('sound')
    const gone = await library.add('gone')
    const rotten = await library.add('rotten')
    rmSync(library.path(gone.sha256))
    writeFileSync(library.path(rotten.sha256), 'r0tten '.repeat(500))
    const folder = makeFolder()
    const { manifest } = await backUp(library, folder)
    expect(manifest).toMatchObject({ missing: [gone.sha256], corrupt: [rotten.sha256] })
    const dataDir = path.join(makeFolder(), 'data')
    const report = await restore({ folder, dataDir })
    expect([...report.missing].sort()).toEqual([gone.sha256, rotten.sha256].sort())
    expect(allRows(path.join(dataDir, DATABASE))).toEqual(allRows(path.join(library.dataDir, DATABASE)))
  })

  it('keeps the good copy that an earlier backup has', async () => {
    const library = openLibrary()
    const { sha256 } = await library.add('one')
    const folder = makeFolder()
    await backUp(library, folder)
    rmSync(library.path(sha256))
    const second = await backUp(library, folder, { now: () => NOW + 1 })
    expect(second.manifest).toMatchObject({ missing: [], corrupt: [] })
    expect(existsSync(blobPath(path.join(await restored(folder), BLOBS), sha256))).toBe(true)
  })

  it('is not backed up when its database is damaged', async () => {
    const library = openLibrary()
    const damaged = backUp(library, makeFolder(), {
      openAsker: () => ({ ask: async () => [{ integrity_check: 'page 3 is lost' }], close: async () => {} }),
    })
    await expect(damaged).rejects.toThrow('The database is damaged: page 3 is lost')
  })
})

describe('verifying', () => {
  it('reads what the backup has and replaces what has rotted there', async () => {
    const library = openLibrary()
    const { sha256 } = await library.add('one')
    const folder = makeFolder()
    await backUp(library, folder)
    const stored = blobPath(path.join(folder, BLOBS), sha256)
    writeFileSync(stored, 'x'.repeat(statSync(stored).size))
    expect(await backUp(library, folder, { now: () => NOW + 1 })).toMatchObject({ copied: 0 })
    expect(await backUp(library, folder, { now: () => NOW + 2, verify: true })).toMatchObject({ copied: 1 })
    expect(sha256Of(readFileSync(stored))).toBe(sha256)
  })
})

describe('keeping the newest', () => {
  it('removes older snapshots and the stored files that only they named', async () => {
    const library = openLibrary()
    const first = await library.add('first')
    const second = await library.add('second')
    const folder = makeFolder()
    await backUp(library, folder)
    await library.purge(first.id)
    await backUp(library, folder, { now: () => NOW + 1 })
    const report = await backUp(library, folder, { now: () => NOW + 2, keep: 2 })
    expect(report.removed).toEqual(['2026-11-25T09-30-00.000Z'])
    expect(await snapshotsIn(folder)).toEqual(['2026-11-25T09-30-00.001Z', '2026-11-25T09-30-00.002Z'])
    const kept = Object.keys(allFiles(path.join(folder, BLOBS))).map((file) => path.basename(file))
    expect(kept.sort()).toEqual([second.sha256, second.thumbnail].sort())
    await expectSame(await restored(folder), library.dataDir)
  })
})

describe('a folder to back up into', () => {
  it('is refused when it holds other things', async () => {
    const folder = makeFolder()
    writeFileSync(path.join(folder, 'letter.txt'), 'Dear Ann')
    await expect(backUp(openLibrary(), folder)).rejects.toThrow('holds other things than a backup')
    expect(Object.keys(allFiles(folder))).toEqual(['letter.txt'])
  })

  it('is refused within the data folder, and around it', async () => {
    const library = openLibrary()
    for (const folder of [
      library.dataDir,
      path.join(library.dataDir, 'backup'),
      path.dirname(library.dataDir),
    ])
      await expect(backUp(library, folder)).rejects.toThrow('cannot lie one within the other')
  })

  it('is not made where there is no library to back up', async () => {
    const folder = path.join(makeFolder(), 'backup')
    const nothing = backup({ dataDir: makeFolder(), folder, version: '1', now: () => NOW })
    await expect(nothing).rejects.toMatchObject({ code: 'not-found' })
    expect(existsSync(folder)).toBe(false)
  })

  it('takes one backup at a time', async () => {
    const library = openLibrary()
    await library.add('one')
    const folder = makeFolder()
    let second: Promise<unknown> = Promise.resolve()
    await backUp(library, folder, {
      onProgress: ({ phase }) => {
        if (phase !== 'verifying') return
        second = second.then(() => backUp(library, folder).then(String, String))
      },
    })
    expect(await second).toContain('Another backup is being made into this folder')
    expect(await backUp(library, folder, { now: () => NOW + 1 })).toMatchObject({ copied: 0 })
  })
})
