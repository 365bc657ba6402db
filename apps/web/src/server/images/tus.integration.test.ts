import { existsSync } from 'node:fs'
import { readdir, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { IngestResponse } from '@vitrine/contracts'
import { type HttpResponse, Upload } from 'tus-js-client'
import { describe, expect, it } from 'vitest'
import { makeJpeg } from './testing/files.ts'
import { listen } from './testing/http.ts'
import { filesBelow, only, openTestRooms, type TestRoomsOptions, TODAY } from './testing/rooms.ts'
import { createTus } from './tus.ts'

interface TusTestOptions extends TestRoomsOptions {
  freeBytes?: () => number
  now?: () => number
}

async function openTus(options: TusTestOptions = {}) {
  const rooms = await openTestRooms(options)
  const directory = path.join(rooms.dataDir, 'uploads')
  const freeBytes = async () => options.freeBytes?.() ?? 1e12
  const now = options.now ?? Date.now
  const tus = createTus({ ...rooms, directory, blobs: { freeBytes }, maxUploadBytes: 64e6, now })
  const seen: { method: string; status: number; location: string | null }[] = []
  const url = await listen(async (request) => {
    const response = await tus.handle(request)
    seen.push({ method: request.method, status: response.status, location: response.headers.get('location') })
    return response
  })
  return { ...rooms, tus, directory, endpoint: `${url}/api/tus`, seen }
}

interface Sending {
  endpoint: string
  bytes: Buffer
  fileName: string
  uploadUrl?: string | null
  /** Stops after so many bytes were acknowledged. */
  stopAfter?: number
}

/** Uploads with the client that the browser uses; resolves with the last answer, or the address where it stopped. */
function send(options: Sending): Promise<{ answer: HttpResponse | null; url: string | null }> {
  const { endpoint, bytes, fileName, uploadUrl, stopAfter = Number.POSITIVE_INFINITY } = options
  return new Promise((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint,
      ...(uploadUrl ? { uploadUrl } : {}),
      chunkSize: 4096,
      retryDelays: null,
      metadata: { filename: fileName },
      onError: reject,
      onChunkComplete: (_size, accepted) => {
        if (accepted >= stopAfter)
          upload.abort().then(() => resolve({ answer: null, url: upload.url }), reject)
      },
      onSuccess: ({ lastResponse }) => resolve({ answer: lastResponse, url: upload.url }),
    })
    upload.start()
  })
}

const itemsOf = (answer: HttpResponse | null) =>
  IngestResponse.parse(JSON.parse(answer?.getBody() ?? '')).items

describe('a resumable upload', () => {
  it('arrives in pieces and answers the last one with what became of the file', async () => {
    const rooms = await openTus()
    const bytes = await makeJpeg({ width: 800, height: 600 })
    const { answer } = await send({ ...rooms, bytes, fileName: 'Ordner/Äpfel.jpg' })
    expect(answer?.getStatus()).toBe(200)
    expect(only(itemsOf(answer))).toMatchObject({ outcome: 'created', fileName: 'Äpfel.jpg' })
    expect(await readdir(rooms.directory)).toEqual([])
  })

  it('tells the client where to go on without naming a host', async () => {
    const rooms = await openTus()
    await send({ ...rooms, bytes: await makeJpeg(), fileName: 'a.jpg' })
    expect(rooms.seen[0]).toMatchObject({ method: 'POST', status: 201 })
    expect(rooms.seen[0]?.location).toMatch(/^\/api\/tus\/[0-9a-f]+$/)
  })

  it('goes on after a break where it stopped', async () => {
    const rooms = await openTus()
    const bytes = await makeJpeg({ width: 800, height: 600 })
    const { url } = await send({ ...rooms, bytes, fileName: 'a.jpg', stopAfter: 8192 })
    rooms.seen.length = 0
    const { answer } = await send({ ...rooms, bytes, fileName: 'a.jpg', uploadUrl: url })
    expect(only(itemsOf(answer)).outcome).toBe('created')
    expect(rooms.seen[0]?.method).toBe('HEAD')
    expect(rooms.seen.filter(({ method }) => method === 'PATCH').length).toBeLessThan(bytes.length / 4096)
    const stored = await rooms.db.images.bytes(1, 'original')
    expect(stored?.sizeBytes).toBe(bytes.length)
  })

  it('answers with the reason when the file can’t be read, and keeps nothing', async () => {
    const rooms = await openTus()
    const { answer } = await send({ ...rooms, bytes: Buffer.from('no picture'), fileName: 'a.jpg' })
    expect(answer?.getStatus()).toBe(200)
    expect(only(itemsOf(answer))).toMatchObject({ outcome: 'rejected', code: 'unsupported-media' })
    expect(await filesBelow(rooms.dataDir)).toEqual([])
  })

  it('takes an empty file and says that it is empty', async () => {
    const rooms = await openTus()
    const response = await fetch(rooms.endpoint, {
      method: 'POST',
      headers: { 'tus-resumable': '1.0.0', 'upload-length': '0' },
    })
    expect(response.status).toBe(201)
    const { items } = IngestResponse.parse(await response.json())
    expect(only(items)).toMatchObject({ outcome: 'rejected', fileName: 'untitled' })
  })
})

describe('what is refused', () => {
  const create = (endpoint: string, headers: Record<string, string>) =>
    fetch(endpoint, { method: 'POST', headers: { 'tus-resumable': '1.0.0', ...headers } })

  it('a file that is larger than allowed, before it is sent', async () => {
    const { endpoint } = await openTus()
    expect((await create(endpoint, { 'upload-length': '100000000' })).status).toBe(413)
  })

  it('a file that the disk has no room for, before it is sent', async () => {
    const { endpoint } = await openTus({ freeBytes: () => 70e6 })
    const response = await create(endpoint, { 'upload-length': '60000000' })
    expect(response.status).toBe(507)
    expect(await response.json()).toMatchObject({ error: { code: 'storage-full' } })
  })

  // Linux has a file that is always full; where there is none, the test says so in its name.
  const FULL = '/dev/full'
  it.runIf(existsSync(FULL))(`a piece for which the disk has no room (needs ${FULL})`, async () => {
    let free = 1e12
    const { endpoint, directory } = await openTus({ freeBytes: () => free })
    const created = await create(endpoint, { 'upload-length': '10' })
    const id = created.headers.get('location')?.split('/').at(-1) ?? ''
    await rm(path.join(directory, id))
    await symlink(FULL, path.join(directory, id))
    free = 0
    const response = await fetch(`${endpoint}/${id}`, {
      method: 'PATCH',
      body: 'x',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
      },
    })
    expect(response.status).toBe(507)
    expect(await response.json()).toMatchObject({ error: { code: 'storage-full' } })
  })

  it('a page of another site', async () => {
    const { endpoint } = await openTus()
    const response = await create(endpoint, { 'upload-length': '10', origin: 'https://elsewhere.example' })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('an address outside the uploads', async () => {
    const { endpoint, dataDir } = await openTus()
    await writeFile(path.join(dataDir, 'vitrine.db.json'), '{}')
    const headers = { 'tus-resumable': '1.0.0' }
    for (const id of ['..%2Fvitrine.db', '%2e%2e', 'nothing']) {
      const response = await fetch(`${endpoint}/${id}`, { method: 'HEAD', headers })
      expect([404, 410, 412]).toContain(response.status)
    }
  })
})

describe('left over uploads', () => {
  it('stay for the next start when the server itself failed, and go when the file is to blame', async () => {
    const rooms = await openTus()
    await send({ ...rooms, bytes: Buffer.from('This is a letter.'), fileName: 'letter.txt' })
    expect(await filesBelow(rooms.directory)).toEqual([])
    await rooms.db.close()
    await send({ ...rooms, bytes: await makeJpeg(), fileName: 'a.jpg' })
    expect(await filesBelow(rooms.directory)).toHaveLength(2)
  })

  it('takes in those that were complete when the process stopped', async () => {
    const rooms = await openTus()
    const bytes = await makeJpeg()
    const { url } = await send({ ...rooms, bytes, fileName: 'a.jpg', stopAfter: 4096 })
    const id = url?.split('/').at(-1) ?? ''
    await writeFile(path.join(rooms.directory, id), bytes)
    expect(await rooms.tus.finishLeftOvers()).toBe(1)
    expect((await rooms.db.images.list({ limit: 2 })).images).toMatchObject([{ fileName: 'a.jpg' }])
    expect(await readdir(rooms.directory)).toEqual([])
  })

  it('removes those begun three days ago, and keeps younger ones', async () => {
    let now = Date.now()
    const rooms = await openTus({ now: () => now })
    await send({ ...rooms, bytes: await makeJpeg(), fileName: 'a.jpg', stopAfter: 4096 })
    expect(await rooms.tus.removeExpired()).toBe(0)
    expect(await readdir(rooms.directory)).toHaveLength(2)
    now += 3 * 24 * 60 * 60 * 1000 + 60_000
    expect(await rooms.tus.removeExpired()).toBe(1)
    expect(await readdir(rooms.directory)).toEqual([])
  })

  it('finds nothing to do where nothing was ever uploaded', async () => {
    const rooms = await openTus({ now: () => TODAY })
    expect([await rooms.tus.finishLeftOvers(), await rooms.tus.removeExpired()]).toEqual([0, 0])
  })
})

it('begins nothing for a page of another site', async () => {
  const rooms = await openTus()
  const response = await fetch(rooms.endpoint, {
    method: 'POST',
    headers: { 'tus-resumable': '1.0.0', 'upload-length': '10', origin: 'http://evil.example' },
  })
  expect(response.status).toBe(401)
  expect(existsSync(rooms.directory) ? await readdir(rooms.directory) : []).toEqual([])
})
