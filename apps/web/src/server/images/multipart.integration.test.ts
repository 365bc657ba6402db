import path from 'node:path'
import { IngestResponse } from '@vitrine/contracts'
import { describe, expect, it } from 'vitest'
import { receiveUpload } from './multipart.ts'
import { makeJpeg, makePdf } from './testing/files.ts'
import { listen } from './testing/http.ts'
import { filesBelow, openTestRooms, type TestRooms } from './testing/rooms.ts'

const asBlob = (bytes: Buffer) => new Blob([new Uint8Array(bytes)])

/** Sends a form over a real connection. */
async function upload(rooms: TestRooms, files: readonly (readonly [string, Buffer])[]) {
  const url = await listen((request) => receiveUpload(request, rooms))
  const form = new FormData()
  form.append('note', 'not a file')
  for (const [name, bytes] of files) form.append('files', asBlob(bytes), name)
  const response = await fetch(url, { method: 'POST', body: form })
  return { status: response.status, body: await response.json() }
}

describe('an upload of several files', () => {
  it('answers for each, in order, and keeps their names', async () => {
    const rooms = await openTestRooms()
    const [first, second] = await Promise.all([makeJpeg({ seed: 1 }), makeJpeg({ seed: 2 })])
    const { status, body } = await upload(rooms, [
      ['Ferien/Nördlingen 写真.jpg', first],
      ['b.jpg', second],
      ['again.jpg', first],
      ['notes.txt', Buffer.from('hello')],
      ['report.pdf', makePdf(2)],
    ])
    expect(status).toBe(201)
    const { items } = IngestResponse.parse(body)
    expect(items.map((item) => item.fileName)).toEqual([
      'Nördlingen 写真.jpg',
      'b.jpg',
      'again.jpg',
      'notes.txt',
      'report.pdf (page 1)',
      'report.pdf (page 2)',
    ])
    expect(items[3]).toMatchObject({ outcome: 'rejected', code: 'unsupported-media' })
    expect(items.filter((item) => item.outcome === 'duplicate')).toHaveLength(1)
  })

  it('reads on after a file that is too large', async () => {
    const rooms = await openTestRooms({ limits: { maxUploadBytes: 100_000 } })
    const { status, body } = await upload(rooms, [
      ['huge.jpg', Buffer.alloc(3_000_000, 1)],
      ['small.jpg', await makeJpeg()],
    ])
    expect(status).toBe(201)
    expect(IngestResponse.parse(body).items).toMatchObject([
      { outcome: 'rejected', code: 'too-large' },
      { outcome: 'created', fileName: 'small.jpg' },
    ])
  })

  it('answers 200 when all were known, and the status of the refusal when none could be read', async () => {
    const rooms = await openTestRooms()
    const photo = await makeJpeg()
    await upload(rooms, [['a.jpg', photo]])
    expect((await upload(rooms, [['a.jpg', photo]])).status).toBe(200)
    expect((await upload(rooms, [['a.txt', Buffer.from('hello')]])).status).toBe(415)
    expect((await upload(rooms, [['a.jpg', photo.subarray(0, 2000)]])).status).toBe(422)
  })
})

describe('what is no upload', () => {
  const post = async (rooms: TestRooms, body: string, contentType: string) => {
    const url = await listen((request) => receiveUpload(request, rooms))
    const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': contentType } })
    return { status: response.status, body: await response.json() }
  }

  it.each([
    ['a body of another type', '{}', 'application/json', /form/],
    ['a form without a boundary', 'x', 'multipart/form-data', /boundary/],
    [
      'a form without a file',
      '--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n',
      'multipart/form-data; boundary=b',
      /no file/,
    ],
    [
      'a form that breaks off',
      '--b\r\ncontent-disposition: form-data; name="a"; filename="a.jpg"\r\n\r\nhalf',
      'multipart/form-data; boundary=b',
      /broke off/,
    ],
  ])('answers 400 to %s', async (_name, body, contentType, message) => {
    const rooms = await openTestRooms()
    expect(await post(rooms, body, contentType)).toMatchObject({
      status: 400,
      body: { error: { code: 'bad-request', message: expect.stringMatching(message) } },
    })
    expect(await filesBelow(rooms.dataDir)).toEqual([])
  })

  it('leaves nothing of an upload whose sender went away', async () => {
    const rooms = await openTestRooms()
    const done: Promise<Response>[] = []
    const url = await listen((request) => {
      const response = receiveUpload(request, rooms)
      done.push(response)
      return response
    })
    const stopper = new AbortController()
    const head = '--b\r\ncontent-disposition: form-data; name="a"; filename="a.jpg"\r\n\r\n'
    async function* body() {
      yield Buffer.from(head)
      yield await makeJpeg()
      stopper.abort()
    }
    const iterator = body()
    const stream = new ReadableStream({
      async pull(controller) {
        const { value } = await iterator.next()
        if (value) controller.enqueue(value)
      },
    })
    const init = {
      method: 'POST',
      body: stream,
      duplex: 'half',
      signal: stopper.signal,
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    }
    await expect(fetch(url, init)).rejects.toThrow()
    const [response] = await Promise.all(done)
    expect(response?.ok ?? false).toBe(false)
    expect(await filesBelow(path.join(rooms.dataDir))).toEqual([])
  })
})

it('takes nothing from a page of another site', async () => {
  const rooms = await openTestRooms()
  const form = new FormData()
  form.append('files', asBlob(await makeJpeg()), 'a.jpg')
  const url = await listen((request) => receiveUpload(request, rooms))
  const response = await fetch(url, {
    method: 'POST',
    body: form,
    headers: { origin: 'http://evil.example' },
  })
  expect(response.status).toBe(401)
  expect((await rooms.db.images.totals()).images).toBe(0)
})
