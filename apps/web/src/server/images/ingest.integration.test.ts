import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { zipSync } from 'fflate'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { drawPicture, makeBmp, makeJpeg, makePdf, readHeic, SVG } from './testing/files.ts'
import { filesBelow, idOf, makeFolder, only, openTestRooms, type TestRooms } from './testing/rooms.ts'

/** What a variant's stored bytes really are. */
async function variantOf({ db, blobs }: TestRooms, id: number, kind: 'thumbnail' | 'preview' | 'raster') {
  const stored = await db.images.bytes(id, kind)
  if (!stored) return null
  const { format, width, height } = await sharp(blobs.path(stored.sha256)).metadata()
  return { mediaType: stored.mediaType, format, width, height }
}

describe('every format', () => {
  const tall = { width: 90, height: 160 }
  it.each([
    ['JPEG', 'image/jpeg', () => drawPicture(tall).jpeg().toBuffer(), false],
    ['CMYK JPEG', 'image/jpeg', () => drawPicture(tall).toColourspace('cmyk').jpeg().toBuffer(), false],
    ['PNG', 'image/png', () => drawPicture(tall).png().toBuffer(), false],
    ['16-bit PNG', 'image/png', () => drawPicture(tall).toColourspace('rgb16').png().toBuffer(), false],
    ['grey PNG', 'image/png', () => drawPicture(tall).greyscale().png().toBuffer(), false],
    ['WebP', 'image/webp', () => drawPicture(tall).webp().toBuffer(), false],
    ['AVIF', 'image/avif', () => drawPicture(tall).avif({ effort: 0 }).toBuffer(), false],
    ['GIF', 'image/gif', () => drawPicture(tall).gif().toBuffer(), false],
    ['TIFF', 'image/tiff', () => drawPicture(tall).tiff().toBuffer(), true],
    ['BMP', 'image/bmp', async () => makeBmp(tall.width, tall.height), true],
  ])('takes in a %s', async (_name, mediaType, make, hasRaster) => {
    const rooms = await openTestRooms()
    const bytes = await make()
    const item = only(await rooms.ingest.ingestFile({ bytes, fileName: 'folder/picture.xyz' }))
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(item).toMatchObject({ outcome: 'created', fileName: 'picture.xyz', sha256 })
    const id = idOf(item)
    expect(await rooms.db.images.card(id)).toMatchObject({ mediaType, ...tall, status: 'queued' })
    expect(await variantOf(rooms, id, 'thumbnail')).toMatchObject({ format: 'webp', ...tall })
    expect((await variantOf(rooms, id, 'raster')) !== null).toBe(hasRaster)
    expect((await rooms.db.images.card(id))?.placeholder).toMatch(/^[A-Za-z0-9+/]{20,40}=*$/)
  })

  it('takes in a HEIC, with its date and camera, and a raster that browsers read', async () => {
    const rooms = await openTestRooms()
    const id = idOf(only(await rooms.ingest.ingestFile({ bytes: await readHeic(), fileName: 'IMG_1.HEIC' })))
    expect(await rooms.db.images.detail(id)).toMatchObject({
      mediaType: 'image/heic',
      width: 160,
      height: 96,
      camera: 'Vitrine Fixture 1',
      takenAt: Date.UTC(2024, 4, 1, 16, 30),
    })
    expect(await variantOf(rooms, id, 'raster')).toMatchObject({ format: 'jpeg', width: 160, height: 96 })
  })

  it('draws an SVG large enough to read', async () => {
    const rooms = await openTestRooms()
    const id = idOf(only(await rooms.ingest.ingestFile({ bytes: Buffer.from(SVG), fileName: 'logo.svg' })))
    expect(await rooms.db.images.card(id)).toMatchObject({
      mediaType: 'image/svg+xml',
      width: 2048,
      height: 1024,
    })
    expect(await variantOf(rooms, id, 'raster')).toMatchObject({ format: 'webp', width: 2048, height: 1024 })
  })

  it('makes one image of each page of a PDF', async () => {
    const rooms = await openTestRooms()
    const bytes = makePdf(2)
    const items = await rooms.ingest.ingestFile({ bytes, fileName: 'report.pdf' })
    expect(items.map((item) => [item.outcome, item.fileName])).toEqual([
      ['created', 'report.pdf (page 1)'],
      ['created', 'report.pdf (page 2)'],
    ])
    const [, second] = items.map(idOf)
    const detail = await rooms.db.images.detail(second ?? 0)
    expect(detail).toMatchObject({ mediaType: 'application/pdf', pageNumber: 2, width: 1652, height: 2338 })
    expect(detail?.sourceSha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(await variantOf(rooms, second ?? 0, 'raster')).toMatchObject({ format: 'jpeg', width: 1652 })
    const again = await rooms.ingest.ingestFile({ bytes, fileName: 'copy.pdf' })
    expect(again.map((item) => [item.outcome, idOf(item)])).toEqual(
      items.map((item) => ['duplicate', idOf(item)]),
    )
  })
})

describe('upright', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('turns a picture with EXIF orientation %i', async (orientation) => {
    const rooms = await openTestRooms()
    const upright = await sharp({ create: { width: 80, height: 40, channels: 3, background: '#fff' } })
      .composite([
        { input: { create: { width: 20, height: 20, channels: 3, background: '#f00' } }, left: 0, top: 0 },
      ])
      .png()
      .toBuffer()
    // Undo what the orientation tag will ask for, so that the red corner is at the top left when it is heeded.
    const undo = {
      1: [0, false],
      2: [0, true],
      3: [180, false],
      4: [180, true],
      5: [90, true],
      6: [270, false],
      7: [270, true],
      8: [90, false],
    }[orientation]
    const [angle, isMirrored] = [Number(undo?.[0]), undo?.[1] === true]
    const turned = await sharp(upright).rotate(angle).toBuffer()
    const stored = await sharp(turned).flop(isMirrored).withMetadata({ orientation }).png().toBuffer()
    const id = idOf(only(await rooms.ingest.ingestFile({ bytes: stored, fileName: 'turned.png' })))
    expect(await rooms.db.images.card(id)).toMatchObject({ width: 80, height: 40 })
    const thumbnail = await rooms.db.images.bytes(id, 'thumbnail')
    const [red = 0, green = 255] = await sharp(rooms.blobs.path(thumbnail?.sha256 ?? ''))
      .extract({ left: 8, top: 8, width: 1, height: 1 })
      .raw()
      .toBuffer()
    expect(red).toBeGreaterThan(200)
    expect(green).toBeLessThan(60)
  })
})

describe('variants', () => {
  it('makes a preview of at most 1920 and a thumbnail of at most 512 in height', async () => {
    const rooms = await openTestRooms()
    const bytes = await makeJpeg({ width: 3000, height: 2000 })
    const id = idOf(only(await rooms.ingest.ingestFile({ bytes, fileName: 'large.jpg' })))
    expect(await variantOf(rooms, id, 'preview')).toMatchObject({ format: 'jpeg', width: 1920, height: 1280 })
    expect(await variantOf(rooms, id, 'thumbnail')).toMatchObject({ format: 'webp', width: 768, height: 512 })
  })

  it('keeps every frame of an animated GIF in the original', async () => {
    const rooms = await openTestRooms()
    const frames = await Promise.all([1, 2, 3].map((seed) => drawPicture({ seed }).png().toBuffer()))
    const bytes = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer()
    const id = idOf(only(await rooms.ingest.ingestFile({ bytes, fileName: 'move.gif' })))
    const stored = await rooms.db.images.bytes(id, 'original')
    expect((await sharp(rooms.blobs.path(stored?.sha256 ?? '')).metadata()).pages).toBe(3)
    expect(await rooms.db.images.card(id)).toMatchObject({ width: 320, height: 200 })
  })
})

describe('where bytes come from', () => {
  it('takes a stream, a file that stays, and a file that is given', async () => {
    const rooms = await openTestRooms()
    const [first, second, third] = await Promise.all([1, 2, 3].map((seed) => makeJpeg({ seed })))
    const folder = await makeFolder()
    const kept = path.join(folder, 'kept.jpg')
    const given = path.join(rooms.dataDir, 'given.jpg')
    await writeFile(kept, second ?? '')
    await writeFile(given, third ?? '')
    async function* stream() {
      for (let at = 0; at < (first?.length ?? 0); at += 1000)
        yield first?.subarray(at, at + 1000) ?? Buffer.alloc(0)
    }
    const outcomes = [
      await rooms.ingest.ingestFile({ stream: stream(), fileName: 'a.jpg' }),
      await rooms.ingest.ingestFile({ path: kept, fileName: 'b.jpg' }),
      await rooms.ingest.ingestFile({ path: given, given: true, fileName: 'c.jpg' }),
    ].map((items) => only(items).outcome)
    expect(outcomes).toEqual(['created', 'created', 'created'])
    expect(await filesBelow(folder)).toEqual(['kept.jpg'])
    expect(await filesBelow(path.join(rooms.dataDir, 'tmp'))).toEqual([])
  })
})

describe('the same bytes', () => {
  it('are the same image, whatever they are called', async () => {
    const rooms = await openTestRooms()
    const bytes = await makeJpeg()
    const first = only(await rooms.ingest.ingestFile({ bytes, fileName: 'a.jpg' }))
    const second = only(await rooms.ingest.ingestFile({ bytes, fileName: 'b.png' }))
    expect(second).toMatchObject({
      outcome: 'duplicate',
      id: idOf(first),
      fileName: 'b.png',
      restored: false,
    })
  })

  it('come back from the trash', async () => {
    const rooms = await openTestRooms()
    const bytes = await makeJpeg()
    const id = idOf(only(await rooms.ingest.ingestFile({ bytes, fileName: 'a.jpg' })))
    await rooms.db.images.trash({ ids: [id] })
    const again = only(await rooms.ingest.ingestFile({ bytes, fileName: 'a.jpg' }))
    expect(again).toMatchObject({ outcome: 'duplicate', id, restored: true })
    expect((await rooms.db.images.card(id))?.deletedAt).toBeNull()
  })

  it('make one image when they come eight times at once', async () => {
    const rooms = await openTestRooms()
    const bytes = await makeJpeg()
    const items = await Promise.all(
      Array.from({ length: 8 }, () => rooms.ingest.ingestFile({ bytes, fileName: 'a.jpg' })),
    )
    const outcomes = items.flat().map((item) => item.outcome)
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(7)
    expect((await rooms.db.images.list({ limit: 10 })).images).toHaveLength(1)
    expect(await filesBelow(path.join(rooms.dataDir, 'tmp'))).toEqual([])
  })
})

describe('a zip', () => {
  it('unpacks pictures and PDFs by their bare names and leaves out what systems add', async () => {
    const rooms = await openTestRooms()
    const [photo, other] = await Promise.all([makeJpeg({ seed: 1 }), makeJpeg({ seed: 2 })])
    const bytes = zipSync({
      'holiday/a.jpg': photo,
      '../../../evil.jpg': other,
      'holiday/copy of a.jpg': photo,
      'scan.pdf': makePdf(1),
      'notes.txt': Buffer.from('not a picture'),
      '__MACOSX/holiday/._a.jpg': Buffer.from('x'),
      'holiday/.DS_Store': Buffer.from('x'),
      'Thumbs.db': Buffer.from('x'),
      'inner.zip': zipSync({ 'x.jpg': photo }),
    })
    const items = await rooms.ingest.ingestFile({ bytes, fileName: 'holiday.zip' })
    const sorted = items.map((item) => `${item.fileName}: ${item.outcome}`).sort()
    expect(sorted).toEqual([
      expect.stringMatching(/^a\.jpg: (created|duplicate)$/),
      expect.stringMatching(/^copy of a\.jpg: (created|duplicate)$/),
      'evil.jpg: created',
      'inner.zip: rejected',
      'notes.txt: rejected',
      'scan.pdf (page 1): created',
    ])
    expect((await rooms.db.images.list({ limit: 10 })).images).toHaveLength(3)
    expect(await filesBelow(path.join(rooms.dataDir, 'tmp'))).toEqual([])
  })
})

describe('cancelling', () => {
  it('throws, and leaves neither rows nor files', async () => {
    const rooms = await openTestRooms()
    const stopper = new AbortController()
    const bytes = await makeJpeg()
    async function* stream() {
      yield bytes.subarray(0, 500)
      stopper.abort()
      yield bytes.subarray(500)
    }
    const ingesting = rooms.ingest.ingestFile({ stream: stream(), fileName: 'a.jpg' }, stopper.signal)
    await expect(ingesting).rejects.toMatchObject({ code: 'cancelled' })
    expect(await filesBelow(rooms.dataDir)).toEqual([])
    expect((await rooms.db.images.list({ limit: 10 })).images).toEqual([])
  })
})
