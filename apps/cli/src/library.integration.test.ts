/** `backup`, `restore` and `check` as a person calls them, on a real library. */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { allFiles, allRows, makeFolder, openLibrary, putBlob } from '@vitrine/storage/testing'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startGallery } from './testing/gallery.ts'
import { runCommand } from './testing/run-command.ts'

/** Where no Vitrine answers: a port that is never given to one. */
const NOWHERE = 'http://127.0.0.1:1'

const run = (dataDir: string, ...args: string[]) => runCommand(NOWHERE, args, { dataDir })
const emptyFolder = () => path.join(makeFolder(), 'data')

describe('vitrine backup and restore', () => {
  it('bring a library into an empty data folder, as it was', async () => {
    const library = openLibrary()
    await library.add('one')
    await library.add('two')
    const folder = makeFolder()
    const made = await run(library.dataDir, 'backup', folder)
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.out).toContain('Backed up 2 images into')
    expect(made.out).toContain('4 stored files')
    const dataDir = emptyFolder()
    const restored = await run(dataDir, 'restore', folder)
    expect(restored).toMatchObject({ code: 0, err: '' })
    expect(restored.out).toContain('Restored 2 images')
    const database = (place: string) => allRows(path.join(place, 'vitrine.db'))
    expect(database(dataDir)).toEqual(database(library.dataDir))
    expect(allFiles(path.join(dataDir, 'blobs'))).toEqual(allFiles(path.join(library.dataDir, 'blobs')))
  })

  it('say it in JSON, keep the newest, restore one by name into another folder', async () => {
    const library = openLibrary()
    await library.add('one')
    const folder = makeFolder()
    const first = JSON.parse((await run(library.dataDir, 'backup', folder, '--json')).out)
    expect(first).toMatchObject({ copied: 2, manifest: { version: '0.1.0', blobs: { count: 2 } } })
    const to = emptyFolder()
    const args = ['restore', folder, '--snapshot', first.snapshot, '--to', to, '--json']
    expect(JSON.parse((await run(library.dataDir, ...args)).out)).toMatchObject({ dataDir: to, missing: [] })
    const second = JSON.parse((await run(library.dataDir, 'backup', folder, '--keep', '1', '--json')).out)
    expect(second.removed).toEqual([first.snapshot])
    expect(readdirSync(path.join(folder, 'snapshots'))).toEqual([second.snapshot])
  })

  it('say what the library has lost already, and end with 1', async () => {
    const library = openLibrary()
    const { sha256 } = await library.add('one')
    rmSync(library.path(sha256))
    const folder = makeFolder()
    const made = await run(library.dataDir, 'backup', folder)
    expect(made).toMatchObject({ code: 1, err: expect.stringContaining(`missing  ${sha256}`) })
    const restored = await run(emptyFolder(), 'restore', folder)
    expect(restored).toMatchObject({ code: 1, err: expect.stringContaining(`missing  ${sha256}`) })
  })

  it('refuse in a sentence, with what to do', async () => {
    const library = openLibrary()
    const folder = makeFolder()
    await run(library.dataDir, 'backup', folder)
    expect(await run(library.dataDir, 'restore', folder)).toMatchObject({
      code: 1,
      err: expect.stringMatching(
        /is not empty: it holds vitrine\.db\.\n {2}Stop Vitrine and move that folder away/,
      ),
    })
    expect(await run(emptyFolder(), 'backup', folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no database at'),
    })
    expect(await run(library.dataDir, 'backup', folder, '--keep', '0')).toMatchObject({ code: 2 })
  })

  it('do not restore under a Vitrine that runs, but beside it', async () => {
    const library = openLibrary()
    await library.add('one')
    const folder = makeFolder()
    await run(library.dataDir, 'backup', folder)
    const gallery = await startGallery()
    onTestFinished(gallery.close)
    const dataDir = emptyFolder()
    const refused = await runCommand(gallery.url, ['restore', folder], { dataDir })
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('Vitrine is running at') })
    expect(existsSync(dataDir)).toBe(false)
    const beside = await runCommand(gallery.url, ['restore', folder, '--to', dataDir], { dataDir: 'unused' })
    expect(beside.code).toBe(0)
  })
})

describe('vitrine check', () => {
  it('says that a library is sound', async () => {
    const library = openLibrary()
    await library.add('one')
    expect(await run(library.dataDir, 'check', '--deep')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^Sound: the database and 2 stored files, .*each read and compared/),
    })
  })

  it('names what is wrong and how it is put right, and puts it right from a backup', async () => {
    const library = openLibrary()
    const { sha256 } = await library.add('one')
    const folder = makeFolder()
    await run(library.dataDir, 'backup', folder)
    rmSync(library.path(sha256))
    const raw = new Database(path.join(library.dataDir, 'vitrine.db'))
    raw.exec('DELETE FROM SearchDocument')
    raw.close()
    const found = await run(library.dataDir, 'check')
    expect(found.code).toBe(1)
    for (const words of ['1 × Images that search does not know.', 'image 1', 'Rebuild', `missing  ${sha256}`])
      expect(found.err).toContain(words)
    expect(found.out).toContain('Not sound')
    const mended = await run(library.dataDir, 'check', '--repair', folder)
    expect(mended.out).toContain('Put back 1 stored file from the backup.')
    expect(mended.err).not.toContain('missing')
    expect(existsSync(library.path(sha256))).toBe(true)
  })

  it('leaves an orphan of the last hour alone, though asked to remove', async () => {
    const library = openLibrary()
    const orphan = putBlob(library.dataDir, 'orphan')
    const found = await run(library.dataDir, 'check', '--remove-orphans', '--json')
    expect(JSON.parse(found.out)).toMatchObject({
      found: { orphans: [{ sha256: orphan, isYoung: true }] },
      removed: [],
    })
    expect(existsSync(library.path(orphan))).toBe(true)
  })

  it('does not judge a database of an older version', async () => {
    const library = openLibrary()
    const raw = new Database(path.join(library.dataDir, 'vitrine.db'))
    raw.exec("DELETE FROM _prisma_migrations WHERE migration_name = '0007_videos'")
    raw.close()
    expect(await run(library.dataDir, 'check')).toMatchObject({
      code: 1,
      err: expect.stringContaining('last opened by an older Vitrine'),
    })
  })
})
