import { existsSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { OpenAsker } from '@vitrine/db/file'
import { makeFolder, openLibrary, putBlob, type TestLibrary } from '@vitrine/storage/testing'
import { describe, expect, it } from 'vitest'
import { createBlobStore } from '../storage/blob-store.ts'
import { askInThread } from './ask-in-thread.ts'
import { createLibraryChecks } from './checks.ts'

const later = () => Date.now() + 2 * 60 * 60 * 1000

async function openChecks({ dataDir }: Pick<TestLibrary, 'dataDir'>, openAsker: OpenAsker = askInThread) {
  const stopping = new AbortController()
  const logged: unknown[] = []
  const checks = createLibraryChecks({
    dataDir,
    blobs: await createBlobStore({ dataDir }),
    openAsker,
    now: later,
    logError: (error) => void logged.push(error),
    signal: stopping.signal,
  })
  return { checks, logged, stop: () => stopping.abort() }
}

describe('the check of the library', () => {
  it('says that it runs, and then what it has found, in numbers and some examples', async () => {
    const library = openLibrary()
    const { sha256 } = await library.add('one')
    rmSync(library.path(sha256))
    putBlob(library.dataDir, 'orphan')
    const { checks } = await openChecks(library)
    expect(checks.status()).toEqual({ state: 'idle', progress: null, problem: null, last: null })
    checks.start(true)
    expect(checks.status()).toMatchObject({ state: 'running', progress: { phase: 'database' } })
    await checks.idle()
    expect(checks.status()).toMatchObject({
      state: 'idle',
      last: {
        isDeep: true,
        findings: [],
        missing: { count: 1, examples: [sha256] },
        corrupt: { count: 0 },
        orphans: { count: 1, bytes: 6, young: 0 },
      },
    })
  })

  it('runs once, however often it is started', async () => {
    const library = openLibrary()
    let opened = 0
    const { checks } = await openChecks(library, (file) => {
      opened += 1
      return askInThread(file)
    })
    checks.start(false)
    checks.start(true)
    await checks.idle()
    expect(opened).toBe(1)
    expect(checks.status().last).toMatchObject({ isDeep: false })
  })

  it('says why it failed, keeps what the last one found, and can be started again', async () => {
    const library = openLibrary()
    const { checks, logged } = await openChecks(library)
    checks.start(false)
    await checks.idle()
    const file = path.join(library.dataDir, 'vitrine.db')
    await library.db.close()
    writeFileSync(file, 'This is a letter and no database. '.repeat(500))
    checks.start(false)
    await checks.idle()
    expect(checks.status()).toMatchObject({
      state: 'failed',
      problem: `The file ${file} is not a sound SQLite database.`,
      last: { findings: [] },
    })
    expect(logged).toHaveLength(1)
  })

  it('ends when the process does', async () => {
    const library = openLibrary()
    await library.add('one')
    const { checks, stop } = await openChecks(library)
    checks.start(true)
    stop()
    await checks.idle()
    expect(checks.status()).toMatchObject({ state: 'failed', last: null })
  })

  it('removes the orphans that it has found, and none before', async () => {
    const library = openLibrary()
    const orphan = putBlob(library.dataDir, 'orphan')
    const { checks } = await openChecks(library)
    await expect(checks.removeOrphans()).rejects.toMatchObject({ code: 'conflict' })
    checks.start(false)
    await checks.idle()
    expect(await checks.removeOrphans()).toBe(1)
    expect(existsSync(library.path(orphan))).toBe(false)
    expect(checks.status().last).toMatchObject({ orphans: { count: 0 } })
  })
})

describe('a thread that answers SQL', () => {
  it('gives rows, and SQLite’s own words and code where it can’t', async () => {
    const { dataDir } = openLibrary()
    const asker = askInThread(path.join(dataDir, 'vitrine.db'))
    expect(await asker.ask('SELECT 1 AS one')).toEqual([{ one: 1 }])
    await expect(asker.ask('SELECT * FROM nothing')).rejects.toMatchObject({ code: 'SQLITE_ERROR' })
    await expect(asker.ask('DELETE FROM Image RETURNING id')).rejects.toMatchObject({
      code: 'SQLITE_READONLY',
    })
    await asker.close()
    const nowhere = askInThread(path.join(makeFolder(), 'none.db'))
    await expect(nowhere.ask('SELECT 1')).rejects.toMatchObject({ code: 'SQLITE_CANTOPEN' })
    await nowhere.close()
  })
})
