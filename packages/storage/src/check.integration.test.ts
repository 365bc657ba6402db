import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DAMAGED } from '@vitrine/db/file'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { backup } from './backup.ts'
import { type CheckOptions, checkLibrary } from './check.ts'
import { DATABASE } from './layout.ts'
import { putBack, removeOrphans } from './mend.ts'
import { makeFolder, openLibrary, putBlob, sha256Of, type TestLibrary } from './testing.ts'

const HOUR_MS = 60 * 60 * 1000

/** Two hours from now: what a test has just written is old. */
const later = () => Date.now() + 2 * HOUR_MS

function check({ dataDir }: TestLibrary, options: Partial<CheckOptions> = {}) {
  return checkLibrary({ dataDir, isDeep: false, now: later, ...options })
}

const NOTHING = { findings: [], missing: [], corrupt: [], orphans: [], strangers: [] }

/** Note of an upload that is placing this blob, as the web app keeps it. */
function noteUnderWay(dataDir: string, sha256: string): void {
  mkdirSync(path.join(dataDir, 'tmp'), { recursive: true })
  const note = JSON.stringify({ key: sha256, placed: [sha256] })
  writeFileSync(path.join(dataDir, 'tmp', 'a.intent.json'), note)
  writeFileSync(path.join(dataDir, 'tmp', 'b.intent.json'), note.slice(0, 20))
}

describe('a check', () => {
  it('finds nothing in a sound library', async () => {
    const library = openLibrary()
    await library.add('one')
    expect(await check(library, { isDeep: true })).toMatchObject({ ...NOTHING, blobs: { count: 2 } })
  })

  it('finds stored files that are missing or cut short', async () => {
    const library = openLibrary()
    const { sha256, thumbnail } = await library.add('one')
    rmSync(library.path(sha256))
    truncateSync(library.path(thumbnail), 3)
    expect(await check(library)).toMatchObject({ ...NOTHING, missing: [sha256], corrupt: [thumbnail] })
  })

  it('finds bytes that were changed only when it reads them', async () => {
    const library = openLibrary()
    const { sha256 } = await library.add('one')
    const bytes = readFileSync(library.path(sha256))
    bytes[7] = 0
    writeFileSync(library.path(sha256), bytes)
    expect(await check(library)).toMatchObject(NOTHING)
    expect(await check(library, { isDeep: true })).toMatchObject({ ...NOTHING, corrupt: [sha256] })
  })

  it('finds files that no row names, and tells young ones and those under way from the others', async () => {
    const library = openLibrary()
    await library.add('one')
    const orphan = putBlob(library.dataDir, 'orphan')
    expect(await check(library)).toMatchObject({
      ...NOTHING,
      orphans: [{ sha256: orphan, sizeBytes: 6, isYoung: false }],
    })
    expect(await check(library, { now: Date.now })).toMatchObject({ orphans: [{ isYoung: true }] })
    noteUnderWay(library.dataDir, orphan)
    expect(await check(library)).toMatchObject({ orphans: [{ isYoung: true }] })
  })

  it('finds files that are no blobs', async () => {
    const library = openLibrary()
    const { sha256 } = await library.add('one')
    mkdirSync(path.join(library.dataDir, 'blobs/zz'))
    writeFileSync(path.join(library.dataDir, 'blobs/zz', sha256), 'in the wrong place')
    writeFileSync(path.join(library.dataDir, 'blobs/notes.txt'), 'a letter')
    const { strangers } = await check(library)
    expect(strangers.sort()).toEqual(['blobs/notes.txt', `blobs/zz/${sha256}`])
  })

  it('finds rows that contradict each other', async () => {
    const library = openLibrary()
    await library.add('one')
    const raw = new Database(path.join(library.dataDir, DATABASE))
    raw.exec('DELETE FROM SearchDocument')
    raw.close()
    const { findings } = await check(library)
    expect(findings.map(({ name }) => name)).toContain('not-searchable')
  })

  it('calls nothing an orphan when the database is damaged: it may have lost the rows', async () => {
    const library = openLibrary()
    await library.add('one')
    putBlob(library.dataDir, 'whose row is lost')
    const found = await check(library, {
      openAsker: () => ({ ask: async () => [{ integrity_check: 'page 3 is lost' }], close: async () => {} }),
    })
    expect(found).toMatchObject({ ...NOTHING, findings: [{ name: DAMAGED, examples: ['page 3 is lost'] }] })
  })

  it('does not call a file missing whose image is deleted while it looks', async () => {
    const library = openLibrary()
    for (let index = 0; index < 10; index += 1) await library.add(`image ${index}`)
    const raw = new Database(path.join(library.dataDir, DATABASE))
    raw.pragma('foreign_keys = OFF')
    const remove = raw.prepare('DELETE FROM Blob')
    const found = await check(library, {
      // At the first file: most of those whose rows were read by then are still to be looked for.
      onProgress: ({ phase }) => {
        if (phase !== 'blobs') return
        remove.run()
        rmSync(path.join(library.dataDir, 'blobs'), { recursive: true, force: true })
      },
    })
    raw.close()
    expect(found).toMatchObject({ ...NOTHING, blobs: { count: 20 } })
  })
})

describe('removing orphans', () => {
  it('removes what is old and named by nobody', async () => {
    const library = openLibrary()
    const { sha256 } = await library.add('one')
    const orphan = putBlob(library.dataDir, 'orphan')
    const found = await check(library)
    expect(await removeOrphans(found, library.dataDir)).toEqual([orphan])
    expect(existsSync(library.path(orphan))).toBe(false)
    expect(existsSync(library.path(sha256))).toBe(true)
    expect(await check(library)).toMatchObject(NOTHING)
  })

  it('leaves young ones, those that an upload has begun to place, and those that have a row by now', async () => {
    const library = openLibrary()
    const young = putBlob(library.dataDir, 'young')
    const underWay = putBlob(library.dataDir, 'under way')
    const named = sha256Of('named '.repeat(500))
    putBlob(library.dataDir, 'named '.repeat(500))
    const found = await check(library)
    expect(found.orphans).toHaveLength(3)
    noteUnderWay(library.dataDir, underWay)
    await library.add('named')
    const orphans = found.orphans.map((orphan) => ({ ...orphan, isYoung: orphan.sha256 === young }))
    expect(await removeOrphans({ orphans }, library.dataDir)).toEqual([])
    for (const sha256 of [young, underWay, named]) expect(existsSync(library.path(sha256))).toBe(true)
  })
})

describe('putting back', () => {
  it('takes missing and damaged files from a backup, where they are sound', async () => {
    const library = openLibrary()
    const one = await library.add('one')
    const two = await library.add('two')
    const folder = makeFolder()
    await backup({ dataDir: library.dataDir, folder, version: '1', now: Date.now })
    const late = await library.add('late')
    rmSync(library.path(one.sha256))
    rmSync(library.path(late.sha256))
    truncateSync(library.path(two.sha256), 5)
    const found = await check(library, { isDeep: true })
    const back = await putBack(found, { dataDir: library.dataDir, backup: folder })
    expect(back.sort()).toEqual([one.sha256, two.sha256].sort())
    expect(await check(library, { isDeep: true })).toMatchObject({ ...NOTHING, missing: [late.sha256] })
  })

  it('says that a folder is no backup', async () => {
    const library = openLibrary()
    const nothing = putBack(await check(library), { dataDir: library.dataDir, backup: makeFolder() })
    await expect(nothing).rejects.toMatchObject({ code: 'not-found' })
  })
})
