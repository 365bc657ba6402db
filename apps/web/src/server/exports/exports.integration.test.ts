import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { CocoDocument, ExportRecord, type ExportRequest, ExportRequest as Request } from '@vitrine/contracts'
import { createTestDb, fakeSha256, makeNewImage, makePerception, makeTriage } from '@vitrine/db/testing'
import Database from 'better-sqlite3'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBlobStore } from '../storage/blob-store.ts'
import { createExportsWithoutFiles } from '../testing/exports.ts'
import { createEmbedder } from './embed.ts'
import { createExports } from './exports.ts'
import { makeRecord } from './record-fixture.ts'
import { type UnpackedFile, unpack, unpackBytes } from './testing.ts'
import { BATCH } from './walk.ts'
import { xmpOf } from './xmp.ts'

/** It needs Perl. */
const probe = createEmbedder({ directory: tmpdir() })
const HAS_EXIFTOOL = await probe.isAvailable()
await probe.close()

const NOW = Date.UTC(2026, 10, 25)

async function openRoom() {
  const { db, file, dispose } = createTestDb()
  const dataDir = path.dirname(file)
  const blobs = await createBlobStore({ dataDir })
  /** How many batches of images have been read from the database. */
  let batches = 0
  const counted: typeof db.exports = {
    ids: db.exports.ids,
    records: (ids, options) => {
      batches += 1
      return db.exports.records(ids, options)
    },
  }
  let at = NOW
  const embedder = createEmbedder({ directory: path.join(dataDir, 'tmp') })
  const exports = createExports({
    db: { images: db.images, exports: counted },
    blobs,
    embedder,
    now: () => at,
  })

  async function add(
    text: string,
    fileName = `${text}.jpg`,
    over: Partial<ReturnType<typeof makeNewImage>> = {},
  ) {
    const stored = await blobs.put(Buffer.from(text))
    const { id } = await db.images.create(makeNewImage(text, { ...stored, fileName, variants: [], ...over }))
    const [job] = await db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 60_000 })
    if (job)
      await db.jobs.commitPerception(job, {
        result: makePerception({ caption: `The ${text}.` }),
        triage: makeTriage(),
        hasReasoningEngine: false,
      })
    return id
  }

  /** Rows only, as many as are wanted at once; returns their ids. */
  function addMany(count: number): number[] {
    const raw = new Database(file)
    raw.exec(`INSERT INTO Blob (sha256, sizeBytes, mediaType, createdAt) VALUES ('${fakeSha256('many')}', 1, 'image/jpeg', 0);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
      INSERT INTO Image (sha256, page, mediaType, fileName, width, height, sizeBytes, caption, createdAt, updatedAt)
      SELECT '${fakeSha256('many')}', i, 'image/jpeg', 'image-' || i || '.jpg', 10, 10, 1, 'Caption ' || i, 0, 0 FROM n`)
    const ids = raw.prepare<[], number>('SELECT id FROM Image').pluck().all()
    raw.close()
    return ids
  }

  return {
    db,
    blobs,
    exports,
    add,
    addMany,
    batches: () => batches,
    pass: (ms: number) => {
      at += ms
    },
    embedder,
    temporaryFiles: () => readdir(path.join(dataDir, 'tmp')),
    dispose: async () => {
      await embedder.close()
      await dispose()
    },
  }
}

let room: Awaited<ReturnType<typeof openRoom>>
beforeEach(async () => {
  room = await openRoom()
})
afterEach(() => room.dispose())

const want = (over: Partial<ExportRequest> = {}) =>
  Request.parse({ selection: { query: '' }, format: 'csv', sort: 'oldest', ...over })
const textOf = async (over: Partial<ExportRequest>) =>
  new Response((await room.exports.open(want(over))).body).text()
const zipOf = async (over: Partial<ExportRequest>): Promise<UnpackedFile[]> =>
  unpack(await new Response((await room.exports.open(want({ format: 'zip', ...over }))).body).arrayBuffer())

describe('an export as text', () => {
  it('is a CSV file that Excel can read, with the columns that were chosen', async () => {
    await room.add('mug')
    await room.add('=1+1')
    const bytes = await (await room.exports.open(want({ columns: ['file', 'caption'] }))).body
      .getReader()
      .read()
    expect([...(bytes.value ?? [])].slice(0, 3)).toEqual([0xef, 0xbb, 0xbf])
    expect(await textOf({ columns: ['file', 'caption'] })).toBe(
      "file,caption\r\nmug.jpg,The mug.\r\n'=1+1.jpg,The =1+1.\r\n",
    )
  })

  it('is JSON Lines with every annotation and its source', async () => {
    const id = await room.add('mug')
    const lines = (await textOf({ format: 'jsonl' })).trimEnd().split('\n')
    const records = lines.map((line) => ExportRecord.parse(JSON.parse(line)))
    expect(records).toMatchObject([{ id, fileName: 'mug.jpg', caption: 'The mug.', captionBy: 'model' }])
    expect(records[0]?.annotations.map(({ body }) => body.type)).toContain('text-region')
  })

  it('is one COCO document of all images, with categories of their own', async () => {
    const ids = [await room.add('mug'), await room.add('cup', 'mug.jpg')]
    const document = CocoDocument.parse(JSON.parse(await textOf({ format: 'coco' })))
    expect(document.images.map(({ id, file_name }) => [id, file_name])).toEqual([
      [ids[0], 'mug.jpg'],
      [ids[1], 'mug (2).jpg'],
    ])
    expect(document.categories.map(({ name }) => name)).toEqual(['dog', 'text'])
    expect(new Set(document.annotations.map(({ id }) => id)).size).toBe(4)
    expect(document.annotations.every(({ category_id }) => category_id === 1 || category_id === 2)).toBe(true)
  })

  it('is well-formed for no images, too', async () => {
    expect(CocoDocument.parse(JSON.parse(await textOf({ format: 'coco' }))).images).toEqual([])
    expect(await textOf({ format: 'jsonl' })).toBe('')
    expect(await textOf({ columns: ['id'] })).toBe('id\r\n')
    expect(await zipOf({})).toEqual([])
  })

  it('is of the search, the collection or the selection, and of nothing else', async () => {
    const mug = await room.add('mug')
    const cup = await room.add('cup')
    const { id: collection } = await room.db.collections.create('Kitchen')
    await room.db.collections.add(collection, { ids: [cup] })
    const ids = (selection: ExportRequest['selection']) => textOf({ selection, columns: ['id'] })
    expect(await ids({ query: 'mug' })).toBe(`id\r\n${mug}\r\n`)
    expect(await ids({ collection })).toBe(`id\r\n${cup}\r\n`)
    expect(await ids({ ids: [mug] })).toBe(`id\r\n${mug}\r\n`)
  })
})

describe('a long export', () => {
  const ROWS = 20_000

  it('stands still while nobody reads on, and holds no more than a batch', async () => {
    const ids = room.addMany(ROWS)
    const { body, count } = await room.exports.open(
      want({ selection: { ids }, columns: ['file', 'caption'] }),
    )
    expect([count, room.batches()]).toEqual([ROWS, 0])
    const reader = body.getReader()
    await reader.read()
    expect(room.batches()).toBe(0)
    for (let read = 1; read <= 5; read += 1) {
      const { value } = await reader.read()
      expect(room.batches()).toBe(read)
      expect(new TextDecoder().decode(value).trimEnd().split('\r\n')).toHaveLength(BATCH)
    }
    let rows = 5 * BATCH
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      rows += new TextDecoder().decode(value).trimEnd().split('\r\n').length
    }
    expect(rows).toBe(ROWS)
    expect(room.batches()).toBe(ROWS / BATCH)
  })

  it('ends its work when the reader leaves', async () => {
    const ids = room.addMany(ROWS)
    const { ticket } = await room.exports.prepare(want({ selection: { ids } }))
    const reader = room.exports.redeem(ticket).body.getReader()
    await reader.read()
    await reader.read()
    await reader.cancel()
    const read = room.batches()
    expect(await reader.read()).toEqual({ done: true, value: undefined })
    expect(room.batches()).toBe(read)
    expect(room.exports.progress(ticket)).toEqual({ state: 'stopped', done: 0, count: ROWS })
  })

  it('tells how far it is', async () => {
    const ids = room.addMany(3 * BATCH)
    const { ticket, count } = await room.exports.prepare(want({ selection: { ids } }))
    expect(count).toBe(3 * BATCH)
    expect(room.exports.progress(ticket)).toEqual({ state: 'ready', done: 0, count })
    const reader = room.exports.redeem(ticket).body.getReader()
    for (let pieces = 0; pieces < 3; pieces += 1) await reader.read()
    expect(room.exports.progress(ticket)).toEqual({ state: 'running', done: BATCH, count })
    while (!(await reader.read()).done);
    expect(room.exports.progress(ticket)).toEqual({ state: 'done', done: count, count })
  })
})

describe('a ticket', () => {
  it('opens one download, and not for ever', async () => {
    await room.add('mug')
    const first = await room.exports.prepare(want())
    await room.exports.redeem(first.ticket).body.cancel()
    expect(() => room.exports.redeem(first.ticket)).toThrow(/begun already/)
    const second = await room.exports.prepare(want())
    room.pass(11 * 60_000)
    expect(() => room.exports.redeem(second.ticket)).toThrow(/not there any more/)
    expect(() => room.exports.redeem('none')).toThrow(/not there any more/)
  })

  it('sends what was counted, whatever has come since', async () => {
    await room.add('mug')
    const { ticket, count } = await room.exports.prepare(want({ columns: ['file'] }))
    await room.add('cup')
    expect(count).toBe(1)
    expect(await new Response(room.exports.redeem(ticket).body).text()).toBe('file\r\nmug.jpg\r\n')
  })
})

describe('a zip', () => {
  it('holds the stored bytes under names by the pattern, each with its sidecar', async () => {
    await room.add('mug')
    await room.add('cup', 'mug.jpg')
    await room.add('pan', '../../CON.png', { mediaType: 'image/png' })
    const files = await zipOf({ name: '{n}/{name}', sidecars: true })
    expect(files.map(({ path }) => path)).toEqual([
      '1/mug.jpg',
      '1/mug.jpg.xmp',
      '2/mug.jpg',
      '2/mug.jpg.xmp',
      '3/.._.._CON.png',
      '3/.._.._CON.png.xmp',
    ])
    expect(files[2]?.text).toBe('cup')
    expect(files[3]?.text).toContain('The cup.')
  })

  it('holds sidecars alone where no images are wanted', async () => {
    await room.add('mug')
    expect((await zipOf({ images: 'none', sidecars: true })).map(({ path }) => path)).toEqual(['mug.jpg.xmp'])
  })

  it('holds a page as a picture, not its document again and again', async () => {
    const raster = await room.blobs.put(Buffer.from('the page'))
    await room.add('scan', 'scan.pdf (page 2)', {
      mediaType: 'application/pdf',
      pageNumber: 2,
      variants: [{ kind: 'raster', ...raster, mediaType: 'image/png', width: 10, height: 10 }],
    })
    expect(await zipOf({})).toMatchObject([{ path: 'scan.pdf (page 2).png', text: 'the page' }])
  })

  it('says which files are gone instead of breaking off', async () => {
    await room.add('mug')
    await room.add('cup')
    await room.blobs.remove((await room.blobs.put(Buffer.from('mug'))).sha256)
    const files = await zipOf({})
    expect(files.map(({ path }) => path)).toEqual(['cup.jpg', '_missing.txt'])
    expect(files[1]?.text).toContain('mug.jpg')
  })

  it('closes the file it reads when the reader leaves', async () => {
    const large = Buffer.alloc(4_000_000, 'x').toString()
    const stored = await room.blobs.put(Buffer.from(large))
    await room.db.images.create(makeNewImage('large', { ...stored, variants: [] }))
    let closed: Promise<unknown> | undefined
    const exports = createExports({
      db: room.db,
      blobs: {
        has: room.blobs.has,
        path: room.blobs.path,
        read: async (sha256) => {
          const source = await room.blobs.read(sha256)
          closed = new Promise((resolve) => source.once('close', resolve))
          return source
        },
      },
      embedder: room.embedder,
      now: () => NOW,
    })
    const reader = (await exports.open(want({ format: 'zip' }))).body.getReader()
    // The second piece is the file's own.
    for (let pieces = 0; pieces < 3; pieces += 1) await reader.read()
    await reader.cancel()
    expect(closed).toBeDefined()
    await closed
  })
})

describe('words written into copies', () => {
  const paint = (format: 'jpeg' | 'png' | 'webp') =>
    sharp({ create: { width: 20, height: 10, channels: 3, background: '#a33' } })
      .toFormat(format)
      .toBuffer()
  const pixels = async (bytes: Uint8Array) => (await sharp(bytes).raw().toBuffer()).toString('hex')

  async function addPicture(format: 'jpeg' | 'png' | 'webp', bytes: Uint8Array) {
    const stored = await room.blobs.put(bytes)
    const mediaType = `image/${format}` as const
    const image = makeNewImage(format, { ...stored, mediaType, fileName: `mug.${format}`, variants: [] })
    const { id } = await room.db.images.create(image)
    await room.db.images.setCaption(id, 'caption', 'A "red" mug,\n=on a table – ünï', 'Ann')
    await room.db.tags.add('kitchen', { ids: [id] })
    return stored.sha256
  }

  async function filesOf(selection: ExportRequest['selection'] = { query: '' }) {
    const { body } = await room.exports.open(want({ selection, format: 'zip', embed: true }))
    return unpackBytes(await new Response(body).arrayBuffer())
  }

  it.runIf(HAS_EXIFTOOL)('are the alt text, the description and the tags, and change no pixel', async () => {
    const originals = { jpeg: await paint('jpeg'), png: await paint('png'), webp: await paint('webp') }
    const hashes: string[] = []
    for (const format of ['jpeg', 'png', 'webp'] as const)
      hashes.push(await addPicture(format, originals[format]))
    const files = await filesOf()
    expect(files.map((file) => file.path)).toEqual(['mug.jpeg', 'mug (2).png', 'mug (3).webp'])
    for (const [index, format] of (['jpeg', 'png', 'webp'] as const).entries()) {
      const bytes = files[index]?.bytes ?? new Uint8Array()
      expect(await pixels(bytes)).toBe(await pixels(originals[format]))
      const xmp = new TextDecoder().decode((await sharp(bytes).metadata()).xmp)
      expect(xmp).toContain('AltTextAccessibility')
      expect(xmp).toContain('A &quot;red&quot; mug,\n=on a table – ünï')
      expect(xmp).toContain('<rdf:li>kitchen</rdf:li>')
      expect(await buffer(await room.blobs.read(hashes[index] ?? ''))).toEqual(originals[format])
    }
    expect(await room.temporaryFiles()).toEqual([])
  })

  it.runIf(HAS_EXIFTOOL)('of a model leave what a photographer has written', async () => {
    const own = await sharp(await paint('jpeg'))
      .withXmp(xmpOf(makeRecord({ caption: 'The photographer’s.', tags: ['studio'] })))
      .toBuffer()
    const stored = await room.blobs.put(own)
    const { id } = await room.db.images.create(makeNewImage('own', { ...stored, variants: [] }))
    const [job] = await room.db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 60_000 })
    if (!job) throw new Error('There is no job to claim.')
    await room.db.jobs.commitPerception(job, {
      result: makePerception({ caption: 'A model’s.' }),
      triage: makeTriage(),
      hasReasoningEngine: false,
    })
    const [file] = await filesOf({ ids: [id] })
    const xmp = new TextDecoder().decode((await sharp(file?.bytes).metadata()).xmp)
    expect(xmp).toContain('The photographer’s.')
    expect(xmp).not.toContain('A model’s.')
  })

  it.runIf(HAS_EXIFTOOL)('are told to be missing from files that cannot be written', async () => {
    await room.add('no picture', 'broken.jpg')
    const files = await filesOf()
    expect(files.map((file) => file.path)).toEqual(['broken.jpg', '_without-words.txt'])
    expect(new TextDecoder().decode(files[0]?.bytes)).toBe('no picture')
    expect(await room.temporaryFiles()).toEqual([])
  })

  it('are refused where ExifTool does not run', async () => {
    const exports = createExportsWithoutFiles(room.db)
    await expect(exports.prepare(want({ format: 'zip', embed: true }))).rejects.toMatchObject({
      code: 'task-unsupported',
      suggestion: expect.stringContaining('XMP'),
    })
  })
})
