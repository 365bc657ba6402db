import { createHash } from 'node:crypto'
import { open, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import type { WritableFile } from '@vitrine/storage/writable-file'
import { describe, expect, it } from 'vitest'
import { filesBelow, makeFolder } from '../images/testing/rooms.ts'
import { createBlobStore } from './blob-store.ts'

const sha256Of = (content: string) => createHash('sha256').update(content).digest('hex')

async function* inPieces(...pieces: string[]) {
  for (const piece of pieces) yield Buffer.from(piece)
}

/** A disk with room for so many bytes in each file. */
const diskWith =
  (capacity: number) =>
  async (file: string): Promise<WritableFile> => {
    const handle = await open(file, 'wx')
    let written = 0
    const write: WritableFile['write'] = (bytes, offset, length) => {
      written += length
      if (written > capacity)
        throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
      return handle.write(bytes, offset, length)
    }
    return { write, sync: () => handle.sync(), close: () => handle.close() }
  }

describe('putting bytes', () => {
  it('stores a stream under the hash of its bytes', async () => {
    const dataDir = await makeFolder()
    const blobs = await createBlobStore({ dataDir })
    const { sha256, sizeBytes } = await blobs.put(inPieces('hello ', 'world'))
    expect({ sha256, sizeBytes }).toEqual({ sha256: sha256Of('hello world'), sizeBytes: 11 })
    expect(blobs.path(sha256)).toBe(
      path.join(dataDir, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256),
    )
    expect(await readFile(blobs.path(sha256), 'utf8')).toBe('hello world')
    expect(await filesBelow(path.join(dataDir, 'tmp'))).toEqual([])
  })

  it('keeps the same bytes once, also when they come at the same time', async () => {
    const dataDir = await makeFolder()
    const blobs = await createBlobStore({ dataDir })
    await Promise.all([
      blobs.put(Buffer.from('same')),
      blobs.put(Buffer.from('same')),
      blobs.put(inPieces('sa', 'me')),
    ])
    expect(await filesBelow(path.join(dataDir, 'blobs'))).toHaveLength(1)
    expect(await filesBelow(path.join(dataDir, 'tmp'))).toEqual([])
  })

  it('leaves nothing behind when the disk is full', async () => {
    const dataDir = await makeFolder()
    const blobs = await createBlobStore({ dataDir, openForWriting: diskWith(8) })
    await expect(blobs.put(inPieces('12345', '67890'))).rejects.toMatchObject({ code: 'storage-full' })
    expect(await filesBelow(dataDir)).toEqual([])
  })

  it('leaves nothing behind when the source is too long, breaks off or is cancelled', async () => {
    const dataDir = await makeFolder()
    const blobs = await createBlobStore({ dataDir })
    async function* broken() {
      yield Buffer.from('half')
      throw new Error('connection lost')
    }
    await expect(blobs.put(inPieces('12345', '67890'), { maxBytes: 9 })).rejects.toMatchObject({
      code: 'too-large',
    })
    await expect(blobs.put(broken())).rejects.toThrow('connection lost')
    await expect(blobs.put(inPieces('x'), { signal: AbortSignal.abort() })).rejects.toThrow()
    expect(await filesBelow(dataDir)).toEqual([])
  })
})

describe('reading bytes', () => {
  it('reads a whole blob and a part of it', async () => {
    const blobs = await createBlobStore({ dataDir: await makeFolder() })
    const { sha256 } = await blobs.put(Buffer.from('0123456789'))
    expect(await text(await blobs.read(sha256))).toBe('0123456789')
    expect(await text(await blobs.read(sha256, { start: 2, end: 4 }))).toBe('234')
    expect(await blobs.has(sha256)).toBe(true)
  })

  it('says that a missing blob is not found, before a byte is read', async () => {
    const blobs = await createBlobStore({ dataDir: await makeFolder() })
    await expect(blobs.read(sha256Of('nothing'))).rejects.toMatchObject({ code: 'not-found' })
    await expect(blobs.remove(sha256Of('nothing'))).resolves.toBeUndefined()
    expect(await blobs.has(sha256Of('nothing'))).toBe(false)
  })

  it('takes no name that is not a hash', async () => {
    const blobs = await createBlobStore({ dataDir: await makeFolder() })
    expect(() => blobs.path('../../etc/passwd')).toThrow()
  })
})

describe('staging a finished file', () => {
  it('shares its bytes instead of copying them', async () => {
    const dataDir = await makeFolder()
    const blobs = await createBlobStore({ dataDir })
    const file = path.join(dataDir, 'finished')
    await writeFile(file, 'finished')
    const staged = await blobs.stageFile(file)
    await blobs.exclusive((placing) => placing.place([staged]))
    expect((await stat(blobs.path(sha256Of('finished')))).ino).toBe((await stat(file)).ino)
  })
})

describe('bytes that were there before', () => {
  it('are put in their place anew when they went before the row was written', async () => {
    const dataDir = await makeFolder()
    const blobs = await createBlobStore({ dataDir })
    const { sha256 } = await blobs.put(Buffer.from('an orphan'))
    const staged = await blobs.stage(Buffer.from('an orphan'))
    await blobs.exclusive(async (placing) => {
      await placing.place([staged])
      await blobs.remove(sha256)
    })
    await blobs.discard(staged)
    expect(await text(await blobs.read(sha256))).toBe('an orphan')
    expect(await filesBelow(path.join(dataDir, 'tmp'))).toEqual([])
  })
})

describe('after a failure', () => {
  it('takes back what was placed when the row could not be written, and keeps what was there before', async () => {
    const dataDir = await makeFolder()
    const blobs = await createBlobStore({ dataDir })
    const before = await blobs.put(Buffer.from('before'))
    const staged = [await blobs.stage(Buffer.from('new')), await blobs.stage(Buffer.from('before'))]
    const failing = blobs.exclusive(async (placing) => {
      await placing.place(staged)
      throw new Error('database is locked')
    })
    await expect(failing).rejects.toThrow('database is locked')
    for (const blob of staged) await blobs.discard(blob)
    expect(await blobs.has(before.sha256)).toBe(true)
    expect(await blobs.has(sha256Of('new'))).toBe(false)
    expect(await filesBelow(path.join(dataDir, 'tmp'))).toEqual([])
  })

  it('clears what a crash left: half-written files, and blobs whose row was never written', async () => {
    const dataDir = await makeFolder()
    const blobs = await createBlobStore({ dataDir })
    const orphan = await blobs.put(Buffer.from('orphan'))
    const kept = await blobs.put(Buffer.from('kept'))
    const note = (sha256: string) => JSON.stringify({ key: sha256, placed: [sha256] })
    await writeFile(path.join(dataDir, 'tmp', 'a.intent.json'), note(orphan.sha256))
    await writeFile(path.join(dataDir, 'tmp', 'b.intent.json'), note(kept.sha256))
    await writeFile(path.join(dataDir, 'tmp', 'c.intent.json'), '{"key":"cut sho')
    await writeFile(path.join(dataDir, 'tmp', 'half-written'), 'half')
    const reopened = await createBlobStore({ dataDir })
    const cleared = await reopened.recover(async (sha256) => sha256 === kept.sha256)
    expect(cleared).toEqual({ files: 4, blobs: 1 })
    expect(await reopened.has(orphan.sha256)).toBe(false)
    expect(await reopened.has(kept.sha256)).toBe(true)
    expect(await filesBelow(path.join(dataDir, 'tmp'))).toEqual([])
  })
})

it('knows how much room is left', async () => {
  const blobs = await createBlobStore({ dataDir: await makeFolder() })
  expect(await blobs.freeBytes()).toBeGreaterThan(0)
})
