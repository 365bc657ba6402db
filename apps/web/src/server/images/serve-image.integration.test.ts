import { describe, expect, it } from 'vitest'
import { serveImage } from './serve-image.ts'
import { makeJpeg, makePdf, SVG } from './testing/files.ts'
import { idOf, openTestRooms, type TestRooms } from './testing/rooms.ts'

async function storeOne(bytes: Uint8Array, fileName: string): Promise<TestRooms & { id: number }> {
  const rooms = await openTestRooms()
  const [item] = await rooms.ingest.ingestFile({ bytes, fileName })
  if (!item) throw new Error('Nothing was taken in.')
  return { ...rooms, id: idOf(item) }
}

interface Asked {
  variant?: string
  query?: string
  headers?: Record<string, string>
  method?: string
}

function get(rooms: TestRooms & { id: number | string }, asked: Asked = {}): Promise<Response> {
  const { variant = 'original', query = '', headers = {}, method = 'GET' } = asked
  const url = `http://192.168.1.7:3210/api/images/${rooms.id}/${variant}${query}`
  return serveImage(new Request(url, { headers, method }), { id: String(rooms.id), variant }, rooms)
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

describe('sending bytes', () => {
  it('sends the original as it came, safe and cached for good under its version', async () => {
    const photo = await makeJpeg()
    const rooms = await storeOne(photo, 'Müller & Söhne.jpg')
    const response = await get(rooms, { query: '?v=1' })
    expect(response.status).toBe(200)
    expect(await bytesOf(response)).toEqual(photo)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(photo.length),
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'content-disposition': `inline; filename="M_ller & S_hne.jpg"; filename*=UTF-8''M%C3%BCller%20%26%20S%C3%B6hne.jpg`,
    })
  })

  it('asks the browser to check again when the address carries no version', async () => {
    const rooms = await storeOne(await makeJpeg(), 'a.jpg')
    expect((await get(rooms)).headers.get('cache-control')).toBe('private, no-cache')
  })

  it('sends the original as a download when asked', async () => {
    const rooms = await storeOne(await makeJpeg(), 'a.jpg')
    const response = await get(rooms, { query: '?download=1' })
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; /)
  })

  it.each([
    ['SVG', Buffer.from(SVG), 'logo.svg', 'image/svg+xml', 'image/webp'],
    ['PDF', makePdf(1), 'report.pdf', 'application/pdf', 'image/jpeg'],
  ])(
    'never shows an %s original, only saves it, and shows its raster',
    async (_name, bytes, fileName, type, shown) => {
      const rooms = await storeOne(bytes, fileName)
      const original = await get(rooms)
      expect(original.headers.get('content-type')).toBe(type)
      expect(original.headers.get('content-disposition')).toContain(`attachment; filename="${fileName}"`)
      expect(await bytesOf(original)).toEqual(bytes)
      const display = await get(rooms, { variant: 'display' })
      expect(display.headers.get('content-type')).toBe(shown)
      expect(display.headers.get('content-disposition')).toMatch(/^inline/)
    },
  )

  it('sends thumbnail and preview, and the original for a preview that was not needed', async () => {
    const photo = await makeJpeg()
    const rooms = await storeOne(photo, 'a.jpg')
    const thumbnail = await get(rooms, { variant: 'thumbnail' })
    expect(thumbnail.headers.get('content-type')).toBe('image/webp')
    expect(await bytesOf(await get(rooms, { variant: 'preview' }))).toEqual(photo)
  })

  it('answers HEAD with the same head and no body', async () => {
    const photo = await makeJpeg()
    const response = await get(await storeOne(photo, 'a.jpg'), { method: 'HEAD' })
    expect([response.status, response.headers.get('content-length')]).toEqual([200, String(photo.length)])
    expect(await bytesOf(response)).toHaveLength(0)
  })
})

describe('asking again', () => {
  it('answers 304 to the tag it gave, weak or in a list, and 200 to another', async () => {
    const rooms = await storeOne(await makeJpeg(), 'a.jpg')
    const etag = (await get(rooms)).headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/)
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*'])
      expect((await get(rooms, { headers: { 'if-none-match': tag } })).status).toBe(304)
    expect((await get(rooms, { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
  })
})

describe('parts', () => {
  it('sends the part that was asked for', async () => {
    const photo = await makeJpeg()
    const rooms = await storeOne(photo, 'a.jpg')
    const response = await get(rooms, { headers: { range: 'bytes=10-19' } })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes 10-19/${photo.length}`)
    expect(await bytesOf(response)).toEqual(photo.subarray(10, 20))
    const tail = await get(rooms, { headers: { range: 'bytes=-5' } })
    expect(await bytesOf(tail)).toEqual(photo.subarray(-5))
  })

  it('answers 416 to a part that is not there', async () => {
    const photo = await makeJpeg()
    const response = await get(await storeOne(photo, 'a.jpg'), { headers: { range: 'bytes=999999999-' } })
    expect([response.status, response.headers.get('content-range')]).toEqual([416, `bytes */${photo.length}`])
  })

  it('sends the whole when the part was meant for other bytes', async () => {
    const rooms = await storeOne(await makeJpeg(), 'a.jpg')
    const etag = (await get(rooms)).headers.get('etag') ?? ''
    const range = 'bytes=0-9'
    expect((await get(rooms, { headers: { range, 'if-range': '"old"' } })).status).toBe(200)
    expect((await get(rooms, { headers: { range, 'if-range': etag } })).status).toBe(206)
  })
})

describe('what is not there', () => {
  it.each([
    ['an unknown id', 999, 'original'],
    ['a name for an id', 'first', 'original'],
    ['a fraction for an id', '1.5', 'original'],
    ['an unknown variant', 1, 'huge'],
    ['a path for a variant', 1, '../../vitrine.db'],
  ])('answers 404 to %s, in the wire form', async (_name, id, variant) => {
    const rooms = await storeOne(await makeJpeg(), 'a.jpg')
    const response = await serveImage(new Request('http://host/'), { id: String(id), variant }, rooms)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: { code: 'not-found' } })
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('answers 404 when the file is gone', async () => {
    const rooms = await storeOne(await makeJpeg(), 'a.jpg')
    const stored = await rooms.db.images.bytes(rooms.id, 'original')
    await rooms.blobs.remove(stored?.sha256 ?? '')
    expect((await get(rooms)).status).toBe(404)
  })
})
