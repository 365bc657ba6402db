import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { IngestItem } from '@vitrine/contracts'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Ingest } from '../images/ingest.ts'
import { makeJpeg } from '../images/testing/files.ts'
import { filesBelow, idOf, makeFolder, openTestRooms, type TestRooms } from '../images/testing/rooms.ts'
import { createImportWatcher, type ImportWatcher } from './watcher.ts'

interface Watched extends TestRooms {
  dir: string
  watcher: ImportWatcher
  /** What ingest was given, by name, and what it answered. */
  taken: { fileName: string; items: IngestItem[] }[]
}

interface WatchOptions {
  dir?: string
  rooms?: TestRooms
  retryMs?: number
  /** Stands before the real ingest. */
  before?: (fileName: string) => IngestItem[] | null
}

async function watchFolder(options: WatchOptions = {}): Promise<Watched> {
  const rooms = options.rooms ?? (await openTestRooms())
  const dir = options.dir ?? (await makeFolder())
  const taken: Watched['taken'] = []
  const ingest: Ingest = {
    async ingestFile(source, signal) {
      const items = options.before?.(source.fileName) ?? (await rooms.ingest.ingestFile(source, signal))
      taken.push({ fileName: source.fileName, items })
      return items
    },
  }
  const ledgerFile = path.join(rooms.dataDir, 'imported.jsonl')
  const watcher = createImportWatcher({
    dir,
    ledgerFile,
    ingest,
    log: rooms.log,
    stabilityMs: 60,
    retryMs: options.retryMs ?? 60,
  })
  onTestFinished(() => watcher.stop())
  return { ...rooms, dir, watcher, taken }
}

const names = (watched: Watched) => watched.taken.map(({ fileName }) => fileName).sort()
const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 20 })

describe('what lies in the folder', () => {
  it('is taken in at the start, at any depth, and left where it is', async () => {
    const watched = await watchFolder()
    await mkdir(path.join(watched.dir, 'deep/er'), { recursive: true })
    await writeFile(path.join(watched.dir, 'a.jpg'), await makeJpeg({ seed: 1 }))
    await writeFile(path.join(watched.dir, 'deep/er/b.jpg'), await makeJpeg({ seed: 2 }))
    await writeFile(path.join(watched.dir, '.hidden.jpg'), await makeJpeg({ seed: 3 }))
    await writeFile(path.join(watched.dir, 'c.jpg.part'), await makeJpeg({ seed: 4 }))
    watched.watcher.start()
    await soon(() => expect(names(watched)).toEqual(['a.jpg', 'b.jpg']))
    await soon(() =>
      expect(watched.watcher.status()).toMatchObject({ state: 'watching', imported: 2, failures: [] }),
    )
    expect(await filesBelow(watched.dir)).toHaveLength(4)
  })
})

describe('what comes later', () => {
  it('is taken in once it has stopped growing', async () => {
    const watched = await watchFolder()
    watched.watcher.start()
    await soon(() => expect(watched.watcher.status().state).toBe('watching'))
    const photo = await makeJpeg({ width: 600 })
    const file = path.join(watched.dir, 'slow.jpg')
    for (let at = 0; at < photo.length; at += 2000) await appendFile(file, photo.subarray(at, at + 2000))
    await soon(() => expect(watched.taken.at(-1)?.items[0]?.outcome).toBe('created'))
    expect((await watched.db.images.list({ limit: 5 })).images).toHaveLength(1)
  })

  it('is taken in when it gets its final name', async () => {
    const watched = await watchFolder()
    watched.watcher.start()
    await soon(() => expect(watched.watcher.status().state).toBe('watching'))
    const partial = path.join(watched.dir, 'a.jpg.part')
    await writeFile(partial, await makeJpeg())
    await rename(partial, path.join(watched.dir, 'a.jpg'))
    await soon(() => expect(names(watched)).toEqual(['a.jpg']))
  })
})

describe('what was taken in before', () => {
  it('is not looked at again after a restart, and stays in the trash if it was put there', async () => {
    const first = await watchFolder()
    await writeFile(path.join(first.dir, 'a.jpg'), await makeJpeg({ seed: 1 }))
    first.watcher.start()
    await soon(() => expect(names(first)).toEqual(['a.jpg']))
    await first.watcher.stop()
    const [item] = first.taken[0]?.items ?? []
    const id = item ? idOf(item) : 0
    await first.db.images.trash({ ids: [id] })

    const second = await watchFolder({ rooms: first, dir: first.dir })
    await rename(path.join(first.dir, 'a.jpg'), path.join(first.dir, 'renamed.jpg'))
    await writeFile(path.join(first.dir, 'b.jpg'), await makeJpeg({ seed: 2 }))
    second.watcher.start()
    await soon(() => expect(names(second)).toEqual(['b.jpg']))
    await second.watcher.stop()
    expect((await first.db.images.card(id))?.deletedAt).not.toBeNull()
  })
})

describe('what can’t be read', () => {
  it('is said once, with the reason, also over a restart', async () => {
    const first = await watchFolder()
    await writeFile(path.join(first.dir, 'notes.txt'), 'hello')
    first.watcher.start()
    await soon(() => expect(first.watcher.status().failures).toHaveLength(1))
    expect(first.watcher.status().failures[0]).toMatchObject({
      fileName: 'notes.txt',
      reason: expect.stringContaining('not an image'),
    })
    await first.watcher.stop()
    const second = await watchFolder({ rooms: first, dir: first.dir })
    await writeFile(path.join(first.dir, 'a.jpg'), await makeJpeg())
    second.watcher.start()
    await soon(() => expect(names(second)).toEqual(['a.jpg']))
    await soon(() => expect(second.watcher.status().failures).toEqual([]))
  })

  it('is tried again when the fault was not the file’s', async () => {
    let isFull = true
    const full: IngestItem = {
      outcome: 'rejected',
      fileName: 'a.jpg',
      code: 'storage-full',
      reason: 'The disk is full.',
    }
    const watched = await watchFolder({
      before: () => {
        if (!isFull) return null
        isFull = false
        return [full]
      },
    })
    await writeFile(path.join(watched.dir, 'a.jpg'), await makeJpeg())
    watched.watcher.start()
    await soon(() => expect(watched.taken.at(-1)?.items[0]?.outcome).toBe('created'))
    expect(watched.taken).toHaveLength(2)
  })
})

describe('a full disk', () => {
  it('keeps the other files waiting instead of failing them one by one', async () => {
    let isFull = true
    const watched = await watchFolder({
      retryMs: 600_000,
      before: (fileName) =>
        isFull
          ? [{ outcome: 'rejected', fileName, code: 'storage-full', reason: 'The disk is full.' }]
          : null,
    })
    for (const seed of [1, 2, 3, 4, 5, 6])
      await writeFile(path.join(watched.dir, `${seed}.jpg`), await makeJpeg({ seed }))
    watched.watcher.start()
    await soon(() => {
      const { state, problem, waiting } = watched.watcher.status()
      expect({ state, problem }).toEqual({ state: 'problem', problem: 'The disk is full.' })
      expect(watched.taken.length + waiting).toBe(6)
    })
    // Two files are taken at once: the second may or may not have begun when the first found the disk full.
    const tried = watched.taken.length
    expect(tried).toBeLessThanOrEqual(2)
    isFull = false
    await watched.watcher.stop()
    expect(watched.taken).toHaveLength(tried)
  })
})

describe('a folder that is not there', () => {
  it('is said once and waited for, and waited for again when it goes away', async () => {
    const parent = await makeFolder()
    const dir = path.join(parent, 'later')
    const watched = await watchFolder({ dir })
    const missing = () => watched.logged.filter((line) => line.includes('does not exist'))
    watched.watcher.start()
    await soon(() => expect(watched.watcher.status().state).toBe('missing'))
    await mkdir(dir)
    await writeFile(path.join(dir, 'a.jpg'), await makeJpeg())
    await soon(() => expect(names(watched)).toEqual(['a.jpg']))
    expect(missing()).toHaveLength(1)
    await rm(dir, { recursive: true })
    await soon(() => expect(watched.watcher.status().state).toBe('missing'))
    expect(missing()).toHaveLength(2)
    await mkdir(dir)
    await soon(() => expect(watched.watcher.status().state).toBe('watching'))
  })
})
