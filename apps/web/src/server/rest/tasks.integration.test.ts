import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AppError, CocoDocument, TaskResponse, WireError } from '@vitrine/contracts'
import { taskResponseExample } from '@vitrine/contracts/fixtures'
import { createTestDb, makeNewImage } from '@vitrine/db/testing'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDecoder } from '../images/decode.ts'
import { ingestLimits } from '../images/limits.ts'
import { createBlobStore } from '../storage/blob-store.ts'
import { createIndexAsk } from '../testing/ask.ts'
import { createExportsWithoutFiles } from '../testing/exports.ts'
import { createModelsDouble } from '../testing/models.ts'
import { createToolsDouble } from '../testing/tools.ts'
import { createRestApp } from './app.ts'
import { receiveForm } from './receive-image.ts'

const ANSWER = TaskResponse.parse(taskResponseExample)
const unused = () => Promise.reject(new Error('not asked for here'))

async function openFace() {
  const { db, dispose } = createTestDb()
  const dataDir = await mkdtemp(path.join(tmpdir(), 'vitrine-tasks-'))
  const blobs = await createBlobStore({ dataDir })
  const limits = ingestLimits({ maxUploadBytes: 1_000_000, maxPixels: 1_000_000 })
  const tools = createToolsDouble()
  const app = createRestApp({
    db,
    tools,
    models: createModelsDouble(),
    exports: createExportsWithoutFiles(db),
    importCsv: unused,
    ask: createIndexAsk(db),
    inference: { perceive: unused, reason: unused, hasReasoningEngine: () => false },
    receiveImage: unused,
    receiveForm: (request) =>
      receiveForm({ blobs, decoder: createDecoder(), limits, now: Date.now }, request),
    upload: unused,
    sendBytes: unused,
    pipeline: { problem: () => null, poke: () => undefined },
    logError: () => undefined,
    version: '1.2.3',
  })
  const { id } = await db.images.create(makeNewImage('mug', { width: 40, height: 20 }))
  return {
    app,
    db,
    tools,
    id,
    temporaryFiles: () => readdir(path.join(dataDir, 'tmp')),
    close: async () => {
      await dispose()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

let face: Awaited<ReturnType<typeof openFace>>
beforeEach(async () => {
  face = await openFace()
})
afterEach(() => face.close())

const get = (address: string) => face.app.request(`/api/v1${address}`)
const codeOf = async (response: Response) => WireError.parse(await response.json()).error.code

async function post(task: string, fields: Record<string, string> = {}): Promise<Response> {
  const picture = sharp({ create: { width: 20, height: 10, channels: 3, background: '#a33' } })
  const body = new FormData()
  // Before and after the picture: the order of a form's parts is the sender's.
  for (const [name, value] of Object.entries(fields).slice(0, 1)) body.set(name, value)
  body.set('image', new Blob([new Uint8Array(await picture.png().toBuffer())]), 'mug.png')
  for (const [name, value] of Object.entries(fields).slice(1)) body.set(name, value)
  return face.app.request(`/api/v1/tasks/${task}`, { method: 'POST', body })
}

describe('POST /tasks/{task}', () => {
  it('runs a task on the picture that was sent, and stores nothing', async () => {
    const response = await post('region-to-ocr', { phrase: ' the red mug ', region: '0.1,0.2,0.3,0.4' })
    expect(TaskResponse.parse(await response.json())).toEqual(ANSWER)
    expect(face.tools.asked).toMatchObject([
      {
        of: { fileName: 'mug.png', mediaType: 'image/png' },
        request: {
          task: 'region-to-ocr',
          input: { phrase: 'the red mug', region: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 } },
        },
      },
    ])
    expect(await face.temporaryFiles()).toEqual([])
  })

  it.each([
    ['a task nobody knows', () => post('juggling'), 400, 'bad-request'],
    ['a region that is none', () => post('region-to-ocr', { region: '1,2' }), 400, 'bad-request'],
    [
      'no picture',
      () => face.app.request('/api/v1/tasks/caption', { method: 'POST', body: new FormData() }),
      400,
      'bad-request',
    ],
  ])('refuses %s', async (_name, send, status, code) => {
    const response = await send()
    expect([response.status, await codeOf(response)]).toEqual([status, code])
    expect(face.tools.asked).toEqual([])
  })

  it('passes on what the engine says', async () => {
    face.tools.answer = () => Promise.reject(new AppError('task-unsupported', 'No engine here can do that.'))
    const response = await post('region-proposal')
    expect([response.status, await codeOf(response)]).toEqual([422, 'task-unsupported'])
  })
})

describe('POST /images/{id}/tasks/{task}', () => {
  it('runs a task on a stored image', async () => {
    const response = await face.app.request(`/api/v1/images/${face.id}/tasks/open-vocabulary-detection`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ phrase: 'mug' }),
    })
    expect(TaskResponse.parse(await response.json())).toEqual(ANSWER)
    expect(face.tools.asked).toMatchObject([{ of: face.id, request: { input: { phrase: 'mug' } } }])
  })

  it('needs no body where the task needs nothing', async () => {
    const address = `/api/v1/images/${face.id}/tasks/caption`
    expect((await face.app.request(address, { method: 'POST' })).status).toBe(200)
    expect(face.tools.asked[0]?.request).toEqual({ task: 'caption', input: {} })
  })
})

describe('exports', () => {
  const keep = () => face.db.images.keep({ id: face.id, response: ANSWER, input: { phrase: 'the red mug' } })

  it('gives boxes and masks as COCO, with where they come from', async () => {
    const [kept] = await keep()
    const document = CocoDocument.parse(await (await get(`/images/${face.id}/annotations.coco.json`)).json())
    expect(document).toMatchObject({
      images: [{ id: face.id, width: 40, height: 20, file_name: 'mug.jpg' }],
      categories: [{ name: 'the red mug' }],
      annotations: [
        {
          id: kept?.id,
          bbox: [10, 5, 20, 10],
          area: 200,
          segmentation: [[10, 5, 30, 5, 30, 15, 10, 15]],
          kept: true,
          source: { engine: 'florence2', task: 'referring-expression-segmentation' },
        },
      ],
    })
  })

  it('draws the kept masks, white on black, as large as the image', async () => {
    await keep()
    const response = await get(`/images/${face.id}/mask.png?label=the%20red%20mug`)
    expect(response.headers.get('content-type')).toBe('image/png')
    const picture = sharp(await response.arrayBuffer())
    expect(await picture.metadata()).toMatchObject({ width: 40, height: 20, channels: 1 })
    const pixels = await picture.toColourspace('b-w').raw().toBuffer()
    const at = (x: number, y: number) => pixels[y * 40 + x]
    expect([at(9, 10), at(10, 10), at(29, 10), at(30, 10), at(20, 4), at(20, 5)]).toEqual([
      0, 255, 255, 0, 0, 255,
    ])
  })

  it.each(['/images/999/annotations.coco.json', '/images/999/mask.png', '/images/1/mask.png'])(
    'has nothing at %s',
    async (address) => {
      const response = await get(address)
      expect([response.status, await codeOf(response)]).toEqual([404, 'not-found'])
    },
  )
})
