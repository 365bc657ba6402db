import type { ExportRequest } from '@vitrine/contracts'
import { makeNewImage } from '@vitrine/db/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createExports } from './exports.ts'
import { NOW, openRoom, type UnpackedFile, unpack, want } from './testing.ts'

let room: Awaited<ReturnType<typeof openRoom>>
beforeEach(async () => {
  room = await openRoom()
})
afterEach(() => room.dispose())

const zipOf = async (over: Partial<ExportRequest>): Promise<UnpackedFile[]> =>
  unpack(await new Response((await room.exports.open(want({ format: 'zip', ...over }))).body).arrayBuffer())

describe('a zip', () => {
  it('of no images is a zip, too', async () => {
    expect(await zipOf({})).toEqual([])
  })

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
