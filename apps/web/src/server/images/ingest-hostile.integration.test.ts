/** Files that are broken, mislabelled or made to do harm: each has an answer, and none leaves anything behind. */
import { open } from 'node:fs/promises'
import http from 'node:http'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { zipSync } from 'fflate'
import sharp from 'sharp'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeBmp, makeEncryptedPdf, makeJpeg, makePdf, readHeic } from './testing/files.ts'
import { filesBelow, idOf, only, openTestRooms, type TestRoomsOptions } from './testing/rooms.ts'

/** The answer to a file that must be refused, after looking that nothing of it was kept. */
async function refusalOf(bytes: Uint8Array, options: TestRoomsOptions & { fileName?: string } = {}) {
  const rooms = await openTestRooms(options)
  const item = only(await rooms.ingest.ingestFile({ bytes, fileName: options.fileName ?? 'file.jpg' }))
  expect(await filesBelow(rooms.dataDir)).toEqual([])
  expect((await rooms.db.images.list({ limit: 1 })).images).toEqual([])
  if (item.outcome !== 'rejected') throw new Error(`It was ${item.outcome}.`)
  return item
}

/** A PNG whose header claims a size, with a right checksum; nobody may get as far as its pixels. */
async function claimPng(width: number, height: number): Promise<Buffer> {
  const bytes = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#000' } })
    .png()
    .toBuffer()
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29)
  return bytes
}

describe('broken files', () => {
  it('says that an empty file is empty', async () => {
    expect(await refusalOf(Buffer.alloc(0))).toMatchObject({
      code: 'undecodable-image',
      reason: 'This file is empty.',
    })
  })

  it.each([
    ['a JPEG cut in half', async () => (await makeJpeg({ width: 400 })).subarray(0, 4000)],
    ['a JPEG that is only its head', async () => (await makeJpeg()).subarray(0, 30)],
    ['a HEIC cut short', async () => (await readHeic()).subarray(0, 900)],
    ['a BMP cut short', async () => makeBmp(40, 40).subarray(0, 40)],
    ['a PDF of nonsense', async () => Buffer.from('%PDF-1.7\nnonsense')],
    ['a zip cut short', async () => Buffer.from(zipSync({ 'a.jpg': await makeJpeg() })).subarray(0, 500)],
    [
      'an SVG that ends in the middle',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><rect'),
    ],
  ])('says that %s is damaged', async (_name, make) => {
    expect(await refusalOf(await make())).toMatchObject({
      code: 'undecodable-image',
      reason: expect.stringContaining('damaged or cut short'),
    })
  })

  it('says that a PDF wants a password', async () => {
    expect(await refusalOf(makeEncryptedPdf())).toMatchObject({
      code: 'undecodable-image',
      reason: expect.stringContaining('password'),
    })
  })
})

describe('files that are not what their name says', () => {
  it('reads a PNG that calls itself a JPEG as the PNG it is', async () => {
    const rooms = await openTestRooms()
    const bytes = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#123' } })
      .png()
      .toBuffer()
    const id = idOf(only(await rooms.ingest.ingestFile({ bytes, fileName: 'photo.jpg' })))
    expect(await rooms.db.images.card(id)).toMatchObject({ mediaType: 'image/png', fileName: 'photo.jpg' })
  })

  it.each([
    ['a text', Buffer.from('hello'), /not an image/],
    ['a web page', Buffer.from('<html><svg></svg></html>'), /not an image/],
    ['a program', Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(200)]), /x-elf/],
    ['a Photoshop file', Buffer.concat([Buffer.from('8BPS'), Buffer.alloc(200)]), /photoshop|PSD/i],
  ])('refuses %s that calls itself a JPEG', async (_name, bytes, reason) => {
    expect(await refusalOf(bytes)).toMatchObject({
      code: 'unsupported-media',
      reason: expect.stringMatching(reason),
    })
  })

  it('says in one sentence what is read instead', async () => {
    expect(await refusalOf(Buffer.from('hello'))).toMatchObject({
      reason: expect.stringMatching(
        /^This is not an image that Vitrine knows; it reads JPEG, [^.]* and ZIP\.$/,
      ),
    })
  })
})

describe('bombs', () => {
  it('refuses 20,000 × 20,000 pixels by their header', async () => {
    const bytes = await claimPng(20_000, 20_000)
    const refusal = await refusalOf(bytes, { limits: { maxPixels: 200e6 } })
    expect(refusal).toMatchObject({
      code: 'too-many-pixels',
      reason: expect.stringContaining('20000 × 20000 pixels (400 megapixels)'),
    })
  })

  it.each([
    ['a HEIC', readHeic],
    ['a BMP', async () => makeBmp(160, 96)],
  ])('holds %s to the same limit', async (_name, make) => {
    expect(await refusalOf(await make(), { limits: { maxPixels: 10_000 } })).toMatchObject({
      code: 'too-many-pixels',
    })
  })

  it('refuses a BMP whose header claims more than it holds', async () => {
    const bytes = makeBmp(4, 4)
    bytes.writeInt32LE(60_000, 18)
    bytes.writeInt32LE(60_000, 22)
    expect(await refusalOf(bytes)).toMatchObject({ code: 'too-many-pixels' })
  })

  it('draws a giant PDF page smaller instead of failing', async () => {
    const rooms = await openTestRooms({ limits: { maxPagePixels: 1e6 } })
    const bytes = Buffer.from(
      makePdf(1).toString('latin1').replace('[0 0 595 842]', '[0 0 9999 9999]'),
      'latin1',
    )
    const id = idOf(only(await rooms.ingest.ingestFile({ bytes, fileName: 'plan.pdf' })))
    const card = await rooms.db.images.card(id)
    expect((card?.width ?? 0) * (card?.height ?? 0)).toBeLessThanOrEqual(1e6)
  })

  it('reads only the first pages of an endless PDF, and says so', async () => {
    const rooms = await openTestRooms({ limits: { maxPdfPages: 2, pageDpi: 36 } })
    const items = await rooms.ingest.ingestFile({ bytes: makePdf(4), fileName: 'long.pdf' })
    expect(items.map((item) => item.outcome)).toEqual(['created', 'created', 'rejected'])
    expect(items.at(-1)).toMatchObject({ reason: 'This PDF has 4 pages; the first 2 were read.' })
  })

  it('refuses a file that is larger than allowed, while it comes', async () => {
    expect(await refusalOf(await makeJpeg(), { limits: { maxUploadBytes: 1000 } })).toMatchObject({
      code: 'too-large',
    })
  })

  it('refuses a zip that unpacks to far more than its size', async () => {
    const bytes = zipSync({ 'zeros.bmp': new Uint8Array(120e6) }, { level: 9 })
    expect(bytes.length).toBeLessThan(1e6)
    expect(await refusalOf(bytes)).toMatchObject({
      code: 'too-large',
      reason: expect.stringContaining('unpack'),
    })
  })

  it('refuses a zip of too many files, and one of too many bytes', async () => {
    const many = zipSync(
      Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${index}.jpg`, new Uint8Array(1)])),
    )
    expect(await refusalOf(many, { limits: { maxZipEntries: 20 } })).toMatchObject({ code: 'too-large' })
    expect(await refusalOf(many, { limits: { maxZipBytes: 20 } })).toMatchObject({ code: 'too-large' })
  })

  it('does not believe a zip that lies about its sizes', async () => {
    const bytes = Buffer.from(zipSync({ 'a.jpg': await makeJpeg({ width: 600 }) }))
    // The central directory's uncompressed size; it says 10 bytes where there are thousands.
    const entry = bytes.indexOf(Buffer.from('504b0102', 'hex'))
    bytes.writeUInt32LE(10, entry + 24)
    expect(await refusalOf(bytes)).toMatchObject({ outcome: 'rejected' })
  })
})

describe('SVG that reaches out', () => {
  it('is drawn without asking anyone for anything', async () => {
    const asked: string[] = []
    const server = http.createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const svg = `<?xml version="1.0"?><?xml-stylesheet href="${url}/a.css"?>
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40">
        <style>@import "${url}/b.css"; rect { fill: url(${url}/c.svg#g) }</style>
        <image href="${url}/d.png" width="40" height="40"/><image xlink:href="file:///etc/hostname" width="40" height="40"/>
        <script>fetch('${url}/e')</script><use href="${url}/f.svg#x"/><rect width="9" height="9"/>
      </svg>`
    const rooms = await openTestRooms()
    const item = only(await rooms.ingest.ingestFile({ bytes: Buffer.from(svg), fileName: 'x.svg' }))
    expect(item.outcome).toBe('created')
    expect(asked).toEqual([])
  })

  it('is refused when it defines entities', async () => {
    const svg =
      '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>'
    expect(await refusalOf(Buffer.from(svg))).toMatchObject({ code: 'unsupported-media' })
  })
})

describe('a full disk', () => {
  it('refuses with what to do, and leaves neither rows nor files, at whichever file it happens', async () => {
    const bytes = await makeJpeg({ width: 2400, height: 1600 })
    for (const capacity of [1000, bytes.length + 100]) {
      let written = 0
      const openForWriting = async (file: string) => {
        const handle = await open(file, 'wx')
        return {
          write: (chunk: Uint8Array, offset: number, length: number) => {
            written += length
            if (written > capacity) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
            return handle.write(chunk, offset, length)
          },
          sync: () => handle.sync(),
          close: () => handle.close(),
        }
      }
      expect(await refusalOf(bytes, { openForWriting })).toMatchObject({
        code: 'storage-full',
        reason: expect.stringContaining('Free some space'),
      })
    }
  })
})

it('logs a refusal with its cause and without a stack', async () => {
  const rooms = await openTestRooms()
  await rooms.ingest.ingestFile({ bytes: (await makeJpeg()).subarray(0, 2000), fileName: 'half.jpg' })
  expect(rooms.logged).toHaveLength(1)
  expect(rooms.logged[0]).toContain('"fileName":"half.jpg"')
  expect(rooms.logged[0]).not.toContain(`${path.sep}ingest.ts`)
})
